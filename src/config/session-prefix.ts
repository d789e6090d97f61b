/** The application's name as it begins the names of the session metrics: lower case, everything else an underscore. */
export function buildSessionPrefix(applicationName: string): string {
  return applicationName.toLowerCase().replaceAll(/[^a-z0-9]/g, '_');
}
