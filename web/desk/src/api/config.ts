import type { Locale } from './words';

/** What an installation decides, read at start from /desk/config.json. */
export interface Config {
  apiUrl: string;
  wsUrl: string;
  oidc: {
    authority: string;
    issuer?: string;
    authorizeUrl: string;
    tokenUrl: string;
    logoutUrl: string;
    clientId: string;
    redirectUri: string;
    scope: string;
  };
  /** Empty in production; a laptop points the voice SDK at its own signalling host. */
  voice: { chunderw?: string; eventgw?: string; insecure?: boolean; edge?: string[] };
  locale: Locale;
}

export async function loadConfig(): Promise<Config> {
  const answer = await fetch(`${import.meta.env.BASE_URL}config.json`, { cache: 'no-cache' });
  if (!answer.ok) throw new Error(`config.json answered ${answer.status}`);
  return (await answer.json()) as Config;
}
