import { MenuButton } from '../components/menu-button.tsx';
import { useToast } from '../components/toasts.tsx';
import { fileName, saveFile } from '../data/save-file.ts';
import { type ChartRow, rowsToCsv } from './chart-rows.ts';

export interface SaveMenuProps {
  /** What is saved; the files are named for it. */
  readonly title: string;
  /** The numbers of it. Called when they are saved. */
  readonly rows: () => readonly ChartRow[];
  /** Draws a PNG. @default it cannot be saved as a picture */
  readonly picture?: (() => Promise<Blob>) | undefined;
}

/** Saves what a card shows, as a file. */
export function SaveMenu({ title, rows, picture }: SaveMenuProps) {
  const toast = useToast();
  const savePicture = (draw: () => Promise<Blob>) =>
    draw()
      .then(blob => saveFile(blob, fileName(title, 'png')))
      .catch((error: Error) => toast(error.message, 'bad'));
  const saveText = (extension: 'csv' | 'json', type: string, text: string) =>
    saveFile(new Blob([text], { type }), fileName(title, extension));
  return (
    <MenuButton icon="download" label={`Save ${title}`} isCompact>
      {picture !== undefined && (
        <button type="button" onClick={() => savePicture(picture)}>
          Picture (PNG)
        </button>
      )}
      <button type="button" onClick={() => saveText('csv', 'text/csv', rowsToCsv(rows()))}>
        Data (CSV)
      </button>
      <button
        type="button"
        onClick={() => saveText('json', 'application/json', JSON.stringify(rows(), null, 2))}
      >
        Data (JSON)
      </button>
    </MenuButton>
  );
}
