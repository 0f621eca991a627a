"""`python -m geosent`."""

import sys

from geosent.cli import main

if __name__ == "__main__":
    sys.exit(main())
