import { escapeHtml } from './html.ts';

const LINK = /\[([^\]]+)\]\((https?:\/\/[^\s)]+|\/[^\s)]*)\)/g;

/** Bold, italics, code and links inside a line; everything else is text. */
function renderInline(text: string): string {
  return escapeHtml(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/(^|\W)[*_]([^*_]+)[*_](?=\W|$)/g, '$1<em>$2</em>')
    .replace(LINK, '<a href="$2" rel="noreferrer">$1</a>');
}

function renderBlock(block: string): string {
  const lines = block.split('\n');
  const heading = /^(#{1,4})\s+(.*)$/.exec(lines[0] ?? '');
  if (heading) {
    const level = heading[1]?.length ?? 1;
    const rest = lines.slice(1).join('\n').trim();
    return `<h${level}>${renderInline(heading[2] ?? '')}</h${level}>${rest ? renderBlock(rest) : ''}`;
  }
  if (lines.every(line => /^\s*[-*]\s+/.test(line))) {
    return `<ul>${lines.map(line => `<li>${renderInline(line.replace(/^\s*[-*]\s+/, ''))}</li>`).join('')}</ul>`;
  }
  return `<p>${renderInline(lines.join(' '))}</p>`;
}

/**
 * Turns the Markdown of text panels into HTML: headings, lists, paragraphs, bold, italics, code and links to http(s).
 * The source is escaped first: markup in it is shown, never run.
 */
export function renderMarkdown(source: string): string {
  const blocks = source.replaceAll('\r', '').split(/\n\s*\n/);
  return blocks
    .map(block => block.trim())
    .filter(block => block !== '')
    .map(renderBlock)
    .join('');
}
