"""Papers: HTML to PDF, and what a file that somebody hands in may be.

The only package that knows WeasyPrint and Pillow. Callers use `sandbox.render`, `stylesheets.stylesheet` and `handed_in.opened`.
"""
