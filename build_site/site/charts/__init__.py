"""Charts: geometry and counts as plain data, which the templates draw as SVG and say again as a table."""
