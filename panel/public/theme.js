// Before anything is drawn, so that a chosen theme does not flash; the page's policy allows no script inside it.
try {
  const theme = localStorage.getItem('aiwatch.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is switched off: the system's theme it is.
}
