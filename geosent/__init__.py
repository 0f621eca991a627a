"""Text in, one sentiment profile per country out."""
