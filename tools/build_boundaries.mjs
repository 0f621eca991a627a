// The topology work of build_boundaries.py, which runs this file: TopoJSON is at home in JavaScript.
//
//   node build_boundaries.mjs <countries-50m.json> <numeric-to-alpha-2.json> <output.json>
//
// Reads world-atlas's countries, assigns every polygon to an ISO 3166-1 alpha-2 code the way
// build_boundaries.py describes, dissolves the borders that fall away, simplifies and quantises.

import fs from "node:fs";
import { feature, mergeArcs, quantize } from "topojson-client";
import { topology } from "topojson-server";
import { presimplify, simplify, sphericalRingArea, sphericalTriangleArea } from "topojson-simplify";

// What the output may lose: a corner of a border that spans less than this (24 km², in steradians),
// and positions finer than 360° / QUANTA, which is 2 km at the equator.
const DETAIL = 5.8e-7;
const QUANTA = 2e4;

// Malta and Singapore are smaller than that: countries below this size keep their shape.
const SMALL = 7.4e-5; // 3000 km²

// No news comes from the shores of Antarctica, and little from the Arctic islands: less detail there.
const polar = (lat) => (lat < -60 ? 0.1 : lat > 66 ? 0.3 : 1);

const [atlasPath, codesPath, outputPath] = process.argv.slice(2);
const atlas = JSON.parse(fs.readFileSync(atlasPath, "utf-8"));
const alpha2 = JSON.parse(fs.readFileSync(codesPath, "utf-8"));

// Natural Earth's rows without an ISO number of their own.
const BY_NAME = { Kosovo: "XK", Somaliland: "SO", "N. Cyprus": "CY", "Siachen Glacier": "" };

const inside = (west, south, east, north) => ([lon, lat]) =>
  lon >= west && lon <= east && lat >= south && lat <= north;

// Whole polygons that Natural Earth counts to a state and ISO 3166-1 (or the UN) to another code.
const MOVED = [
  ["250", inside(-55, 2, -51, 6), "GF"],
  ["250", inside(55, -22, 56, -20), "RE"],
  ["250", inside(-61.3, 14.3, -60.7, 15), "MQ"],
  ["250", inside(-62, 15.8, -60.9, 16.6), "GP"],
  ["250", inside(44.9, -13.1, 45.4, -12.5), "YT"],
  ["528", inside(-69, 11.5, -62, 18), "BQ"],
  ["578", inside(5, 74, 40, 82), "SJ"],
  ["578", inside(-10, 70, -7, 72), "SJ"],
  ["Indian Ocean Ter.", inside(105, -11, 106, -10), "CX"],
  ["Indian Ocean Ter.", inside(96, -13, 97, -11), "CC"],
  ["643", inside(32.4, 44.3, 36.7, 46.3), "UA"], // Crimea
];

// Parts of polygons: [of, keep-or-give half-planes, to]. A half-plane is [axis, bound, side]:
// axis 0 is longitude, 1 latitude; side 1 is at or above the bound, -1 at or below it.
const CUT = [
  ["504", [[[1, 27.6667, -1]]], "EH"],
  ["376", [[[0, 35.64, 1], [1, 32.7, 1]]], "SY"],
];
const REST = {
  "504": [[[1, 27.6667, 1]]],
  "376": [[[0, 35.64, -1]], [[0, 35.64, 1], [1, 32.7, -1]]],
};

function clipRing(ring, [axis, bound, side]) {
  const keep = (p) => (p[axis] - bound) * side >= 0;
  const out = [];
  for (let i = 0; i + 1 < ring.length; i++) {
    const [a, b] = [ring[i], ring[i + 1]];
    if (keep(a)) out.push(a);
    if (keep(a) !== keep(b)) {
      const t = (bound - a[axis]) / (b[axis] - a[axis]);
      const cut = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
      cut[axis] = bound;
      out.push(cut);
    }
  }
  if (out.length) out.push(out[0]);
  return out;
}

const clip = (polygon, planes) =>
  polygon
    .map((ring) => planes.reduce(clipRing, ring))
    .filter((ring) => ring.length >= 4);

// 1. Every polygon with its code ("" is land of no code).
const pieces = [];
for (const f of feature(atlas, atlas.objects.countries).features) {
  const { type, coordinates } = f.geometry;
  const key = f.id ?? f.properties.name;
  const code = f.id ? alpha2[f.id] : BY_NAME[f.properties.name];
  const cuts = CUT.filter(([of]) => of === key);
  for (const polygon of type === "Polygon" ? [coordinates] : coordinates) {
    const moved = MOVED.find(([of, test]) => of === key && polygon[0].every(test));
    const own = moved ? moved[2] : code;
    if (own === undefined) throw new Error(`no code for a polygon of ${f.properties.name}`);
    if (cuts.length === 0) {
      pieces.push([own, polygon]);
      continue;
    }
    for (const planes of REST[key]) pieces.push([own, clip(polygon, planes)]);
    for (const [, parts, to] of cuts) {
      for (const planes of parts) pieces.push([to, clip(polygon, planes)]);
    }
  }
}

// 2. A topology of the pieces, merged by code: borders between pieces of one code fall away.
const collection = {
  type: "FeatureCollection",
  features: pieces
    .filter(([, polygon]) => polygon.length > 0)
    .map(([code, polygon]) => ({
      type: "Feature",
      id: code,
      properties: {},
      geometry: { type: "Polygon", coordinates: polygon },
    })),
};
const fine = topology({ countries: collection }, 1e6);
const byCode = new Map();
for (const g of fine.objects.countries.geometries) {
  byCode.set(g.id ?? "", [...(byCode.get(g.id ?? "") ?? []), g]);
}
fine.objects.countries = {
  type: "GeometryCollection",
  geometries: [...byCode.keys()].sort().map((code) => {
    const merged = mergeArcs(fine, byCode.get(code));
    return code ? { ...merged, id: code } : merged;
  }),
};

// 3. Simplify, but never drop the largest piece of a code; islets below the detail go.
const weighted = presimplify(fine, (t) => sphericalTriangleArea(t) * polar(t[1][1]));
const area = (rings, topo) => {
  const ring = feature(topo, { type: "Polygon", arcs: rings }).geometry.coordinates[0];
  return Math.abs(sphericalRingArea(ring, true));
};
for (const g of weighted.objects.countries.geometries) {
  const whole = g.arcs.reduce((sum, rings) => sum + area(rings, fine), 0);
  if (whole > SMALL) continue;
  for (const i of g.arcs.flat(2)) {
    for (const point of weighted.arcs[i < 0 ? ~i : i]) point[2] *= 30;
  }
}
const simple = simplify(weighted, DETAIL);
for (const g of simple.objects.countries.geometries) {
  const polygons = g.arcs.map((rings) => [area(rings, fine), rings]);
  const largest = Math.max(...polygons.map(([a]) => a));
  g.arcs = polygons
    .filter(([a, rings]) => a === largest || (a > DETAIL * 7 && area(rings, simple) > DETAIL))
    .map(([, rings]) => rings);
}

// 4. Quantise; a code whose land vanishes in that has no polygon, and will be drawn as a circle.
//    Then drop the arcs that nothing uses any more.
const coarse = quantize(simple, QUANTA);
simple.objects.countries.geometries = simple.objects.countries.geometries.filter(
  (_, i) => coarse.objects.countries.geometries[i].arcs.some((rings) => area(rings, coarse) > 1e-8),
);
const used = [...new Set(simple.objects.countries.geometries
  .flatMap((g) => g.arcs.flat(2).map((i) => (i < 0 ? ~i : i))))].sort((a, b) => a - b);
const place = new Map(used.map((old, i) => [old, i]));
simple.arcs = used.map((i) => simple.arcs[i]);
for (const g of simple.objects.countries.geometries) {
  g.arcs = g.arcs.map((rings) => rings.map((ring) =>
    ring.map((i) => (i < 0 ? ~place.get(~i) : place.get(i)))));
}
delete simple.bbox;
const small = quantize(simple, QUANTA);
delete small.bbox;
for (const key of ["scale", "translate"]) {
  small.transform[key] = small.transform[key].map((v) => Number(v.toPrecision(9)));
}
fs.writeFileSync(outputPath, JSON.stringify(small) + "\n");
