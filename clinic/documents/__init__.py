"""HTML to PDF: the only package that knows WeasyPrint. Callers use `sandbox.render` and `stylesheets.stylesheet`."""
