// htmx notes the address of the page in the tab's storage and cannot be told not to. Staff pages leave nothing there.
try {
  sessionStorage.removeItem("htmx-current-path-for-history");
} catch { /* storage switched off: nothing was noted */ }
