/** Names of OpenTelemetry, today's and earlier ones, that the list of prices calls differently. */
const LISTED_PROVIDERS: ReadonlyMap<string, string> = new Map([
  ['aws.bedrock', 'aws'],
  ['az.ai.inference', 'azure'],
  ['az.ai.openai', 'azure'],
  ['azure.ai.inference', 'azure'],
  ['azure.ai.openai', 'azure'],
  ['gcp.gemini', 'google'],
  ['gcp.gen_ai', 'google'],
  ['gcp.vertex_ai', 'google'],
  ['mistral_ai', 'mistral'],
  ['moonshot_ai', 'moonshotai'],
  ['x_ai', 'x-ai'],
]);

/** What the list of prices calls a provider; a name that is not known here may be one of the list's own. */
export function listedProviderOf(provider: string): string {
  return LISTED_PROVIDERS.get(provider) ?? provider;
}
