/** Names of Grafana's hues and their five shades, lightest first. */
const SHADE_PREFIXES = ['super-light-', 'light-', '', 'semi-dark-', 'dark-'];

/** Six shades per hue: the dark theme uses the first five, the light theme the last five. From grafana-data. */
const HUES: Readonly<Record<string, readonly string[]>> = {
  red: ['#FFA6B0', '#FF7383', '#F2495C', '#E02F44', '#C4162A', '#AD0317'],
  orange: ['#FFCB7D', '#FFB357', '#FF9830', '#FF780A', '#FA6400', '#E55400'],
  yellow: ['#FFF899', '#FFEE52', '#FADE2A', '#F2CC0C', '#E0B400', '#CC9D00'],
  green: ['#C8F2C2', '#96D98D', '#73BF69', '#56A64B', '#37872D', '#19730E'],
  blue: ['#C0D8FF', '#8AB8FF', '#5794F2', '#3274D9', '#1F60C4', '#1250B0'],
  purple: ['#DEB6F2', '#CA95E5', '#B877D9', '#A352CC', '#8F3BB8', '#7C2EA3'],
};

/** Colours of both themes by their names in dashboards, e.g. `semi-dark-red`. */
export type Palettes = Readonly<Record<'dark' | 'light', Readonly<Record<string, string>>>>;

function buildPalette(firstShade: number): Readonly<Record<string, string>> {
  const named = Object.entries(HUES).flatMap(([hue, shades]) =>
    SHADE_PREFIXES.map((prefix, index) => [prefix + hue, shades[firstShade + index] ?? ''] as const),
  );
  return Object.fromEntries(named);
}

/** Grafana's named colours. */
export const PALETTES: Palettes = { dark: buildPalette(0), light: buildPalette(1) };
