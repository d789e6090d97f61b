import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where an unpacked tree with fonts has its fontconfig file. */
export const FONTS_FILE = 'etc/fonts/aiwatch-fonts.conf';

/** Folder of the fonts in an unpacked tree. */
const FONTS_FOLDER = 'usr/share/fonts';

/**
 * Fonts of the machine and of the tree. The packaged file names only absolute folders, and without any font a browser
 * draws text as nothing at all. `relative` is relative to this file, so that the cache can be moved.
 */
const FONTS_CONFIG = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir prefix="relative">../../${FONTS_FOLDER}</dir>
  <include ignore_missing="yes">/etc/fonts/conf.d</include>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>DejaVu Sans</family></prefer></alias>
  <alias><family>serif</family><prefer><family>DejaVu Serif</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** Writes the fontconfig file of an unpacked tree, if fonts or the configuration for them came with it. */
export async function writeFontsConfig(root: string): Promise<void> {
  if (existsSync(join(root, FONTS_FOLDER)) || existsSync(join(root, 'etc/fonts'))) {
    const file = join(root, FONTS_FILE);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, FONTS_CONFIG);
  }
}
