/** The name, with the line of the icon. */
export function Logo() {
  return (
    <span className="logo">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="8" fill="var(--color-accent-fill)" />
        <path
          d="M5 17h5l3-8 5 15 3-9 2 2h4"
          fill="none"
          stroke="#fff"
          strokeWidth="2.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      aiwatch
    </span>
  );
}
