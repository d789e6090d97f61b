/** Outlines on a grid of 20 by 20, drawn in the colour of the text. */
const PATHS = {
  pulse: 'M2 11h3.5l2.5-7 4 12 2.5-5H18',
  list: 'M7 5h10M7 10h10M7 15h10M3 5h.01M3 10h.01M3 15h.01',
  bell: 'M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 18h3',
  grid: 'M3 3h6v6H3zM11 3h6v4h-6zM11 9h6v8h-6zM3 11h6v6H3z',
  chart: 'M3 17V3M3 17h14M7 14v-4M11 14V6M15 14V9',
  server: 'M3 4h14v5H3zM3 11h14v5H3zM6 6.5h.01M6 13.5h.01',
  search: 'M9 3a6 6 0 1 0 0 12A6 6 0 0 0 9 3zM13.5 13.5 17 17',
  users:
    'M7.5 3.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM2 17c0-3 2.5-5 5.5-5s5.5 2 5.5 5M13 4a3 3 0 0 1 0 5.5M15 12.5c2 .5 3 2.2 3 4.5',
  shield: 'M10 2.5 16 5v4.5c0 4-2.5 6.8-6 8-3.5-1.2-6-4-6-8V5zM7.5 10l2 2 3.5-4',
  menu: 'M3 5h14M3 10h14M3 15h14',
  close: 'M5 5l10 10M15 5 5 15',
  check: 'M4 10.5l4 4 8-9',
  warning: 'M10 3 1.8 17h16.4zM10 8v4M10 14.5h.01',
  info: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 9v4.5M10 6.5h.01',
  pause: 'M7 4v12M13 4v12',
  play: 'M6 4l10 6-10 6z',
  refresh: 'M16.5 10a6.5 6.5 0 1 1-2-4.7L17 7.5M17 3v4.5h-4.5',
  download: 'M10 3v10M6 9.5l4 4 4-4M3.5 17h13',
  external: 'M8 4H4v12h12v-4M11 3h6v6M17 3l-8 8',
  up: 'M10 16V4M5 9l5-5 5 5',
  down: 'M10 4v12M5 11l5 5 5-5',
  flat: 'M4 10h12',
  chevron: 'M7.5 5l5 5-5 5',
  copy: 'M7 7h9v10H7zM4 13V3h9',
  trash: 'M3.5 5.5h13M8 5V3h4v2M5 5.5 6 17h8l1-11.5M8.5 9v5M11.5 9v5',
  person: 'M10 3a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM3.5 17.5c0-3.5 3-5.5 6.5-5.5s6.5 2 6.5 5.5',
  exit: 'M12 4H4v12h8M9 10h8M14 6.5 17.5 10 14 13.5',
  filter: 'M3 4h14l-5.5 6.5V16l-3 1.5v-7z',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside words: it says nothing of its own, and is not read out. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
