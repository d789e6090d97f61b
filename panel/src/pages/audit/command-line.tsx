import { IconButton } from '../../components/button.tsx';
import { useToast } from '../../components/toasts.tsx';

/** Something to type elsewhere, with a button that copies it. */
export function CommandLine({ text, label }: { readonly text: string; readonly label: string }) {
  const toast = useToast();
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => toast('Copied'),
      () => toast('The browser does not let this page copy. Select the text instead.', 'bad'),
    );
  return (
    <div className="command">
      <code>{text}</code>
      <IconButton icon="copy" label={`Copy ${label}`} onClick={() => void copy()} />
    </div>
  );
}
