/** What an assistant's tool does with files, as far as its arguments or its output hold their contents. */
export type FileUse = 'none' | 'arguments' | 'output' | 'both';

/** Names of the tools of known assistants and of the MCP file system server, without signs and capitals. */
const READING =
  'read|readfile|readfiles|readmanyfiles|readtextfile|readmultiplefiles|readmediafile|view|viewfile|viewimage|openfile|cat|grep|greprepo|greptool|grepsearch|searchfilecontent|searchfiles|ripgrep|codebasesearch|notebookread|getfilecontents|filesearch|readresource|lsp';
const WRITING =
  'write|writefile|writetofile|createfile|edit|multiedit|editfile|editblock|replace|replaceinfile|replaceinfilecontent|notebookedit|applypatch|applydiff|patch|strreplace|strreplaceeditor|strreplacebasededittool|texteditor|insert|insertcontent|searchandreplace|createorupdatefile|pushfiles|savefile|appendfile|updatefile';
const SHELL =
  /^(?:bash|bashtool|shell|shelltool|localshell|localshellcall|runshellcommand|shellcommand|execcommand|exec|runcommand|executecommand|runterminalcmd|runinterminal|terminal|unifiedexec|powershell|containerexec)$/;

const FILE_TOOL = new RegExp(`^(?:${READING}|${WRITING})$`);
/** Commands whose output is what stands in files. */
const PRINTING =
  /(?:^|[|;&(\s"'`/])(?:cat|bat|head|tail|less|more|nl|sed|awk|grep|egrep|rg|ag|strings|xxd|od|hexdump|base64|diff|type|gc|get-content|select-string|git (?:show|diff|log -p|blame|grep|cat-file))(?=\s)/i;

/** Says where a call of a tool holds contents of files. */
export function fileUseOf(toolName: string, args: unknown): FileUse {
  const plain = plainName(toolName);
  if (FILE_TOOL.test(plain)) return 'both';
  return SHELL.test(plain) && PRINTING.test(commandText(args)) ? 'output' : 'none';
}

/** The name without the server it comes from (`mcp__fs__read_file`, `fs.read_file`), signs and capitals. */
function plainName(toolName: string): string {
  const own =
    toolName
      .slice(0, 200)
      .split(/__|[./:]/)
      .at(-1) ?? toolName;
  return own.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

/** Long enough for any command; what follows is a document within it. */
const COMMAND_CHARACTERS = 4000;

function commandText(args: unknown): string {
  if (typeof args === 'string') return args.slice(0, COMMAND_CHARACTERS);
  if (typeof args !== 'object' || args === null) return '';
  const { command, cmd, script } = args as Readonly<Record<string, unknown>>;
  const text = command ?? cmd ?? script;
  const words = Array.isArray(text) ? text.filter(word => typeof word === 'string').join(' ') : text;
  return typeof words === 'string' ? words.slice(0, COMMAND_CHARACTERS) : '';
}
