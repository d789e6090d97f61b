import { useToast } from './toasts.tsx';

/** Copies a text, and says whether that was possible. */
export function useCopy(): (text: string) => void {
  const toast = useToast();
  return text =>
    void navigator.clipboard.writeText(text).then(
      () => toast('Copied'),
      () => toast('The browser does not let this page copy. Select the text instead.', 'bad'),
    );
}
