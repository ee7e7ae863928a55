import { ErrorResponse, UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import { useSyncExternalStore } from 'react';

import type { Bearer } from '../api/client';
import type { Config } from '../api/config';
import { Problem } from '../api/problem';
import { TokenStore } from './tokenStore';

/** `expired`: was signed in, and only a person can renew that; the screen stays as it is underneath. */
export type SessionState = 'starting' | 'signed-out' | 'signed-in' | 'expired' | 'failed';

/** Sign-in by OIDC code with PKCE; the ID token is what the API accepts. */
export class Session implements Bearer {
  private state: SessionState = 'starting';
  private readonly watchers = new Set<() => void>();
  private readonly manager: UserManager;
  private renewing: Promise<boolean> | null = null;

  constructor(private readonly oidc: Config['oidc']) {
    this.manager = new UserManager({
      authority: oidc.authority,
      metadata: {
        issuer: oidc.issuer ?? oidc.authority,
        authorization_endpoint: oidc.authorizeUrl,
        token_endpoint: oidc.tokenUrl,
      },
      client_id: oidc.clientId,
      redirect_uri: oidc.redirectUri,
      popup_redirect_uri: oidc.redirectUri,
      response_type: 'code',
      scope: oidc.scope,
      loadUserInfo: false,
      automaticSilentRenew: false,
      userStore: new TokenStore(sessionStorage),
      stateStore: new WebStorageStateStore({ store: sessionStorage }),
    });
  }

  /** Finishes a sign-in under way or resumes this tab's. Answers false in a sign-in popup, which is done then. */
  async start(): Promise<boolean> {
    const query = new URLSearchParams(location.search);
    if (query.has('state') && (query.has('code') || query.has('error'))) {
      if (window.opener !== null && window.name === POPUP) {
        await this.manager.signinPopupCallback();
        return false;
      }
      await this.finish();
    } else {
      await this.resume();
    }
    return true;
  }

  async signIn(): Promise<void> {
    await this.manager.signinRedirect({ state: location.pathname });
  }

  /** Signs in again in a window of its own, so that a call in this one goes on. */
  async signInBeside(): Promise<void> {
    const user = await this.manager.signinPopup({ popupWindowTarget: POPUP });
    if (user.id_token !== undefined) this.become('signed-in');
  }

  async signOut(): Promise<void> {
    await this.manager.removeUser();
    const query = new URLSearchParams({ client_id: this.oidc.clientId, logout_uri: this.oidc.redirectUri });
    location.assign(`${this.oidc.logoutUrl}?${query.toString()}`);
  }

  async token(): Promise<string | null> {
    const user = await this.manager.getUser();
    if (user === null) return null;
    if (fresh(user)) return user.id_token ?? null;
    await this.renew();
    return (await this.manager.getUser())?.id_token ?? null;
  }

  renew(): Promise<boolean> {
    this.renewing ??= this.refresh().finally(() => (this.renewing = null));
    return this.renewing;
  }

  watch = (tell: () => void): (() => void) => {
    this.watchers.add(tell);
    return () => this.watchers.delete(tell);
  };

  current = (): SessionState => this.state;

  private async finish(): Promise<void> {
    try {
      const user = await this.manager.signinRedirectCallback();
      history.replaceState(null, '', typeof user.state === 'string' ? user.state : this.oidc.redirectUri);
      this.become('signed-in');
    } catch {
      // A stale or repeated answer of the sign-in page: start over with a clean address.
      history.replaceState(null, '', location.pathname);
      this.become('failed');
    }
  }

  private async resume(): Promise<void> {
    const user = await this.manager.getUser();
    if (user?.refresh_token === undefined) {
      this.become('signed-out');
      return;
    }
    try {
      if (await this.renew()) this.become('signed-in');
      else this.become('signed-out');
    } catch {
      this.become('failed');
    }
  }

  private async refresh(): Promise<boolean> {
    // Without one the library would turn to an iframe, which no policy here allows.
    if ((await this.manager.getUser())?.refresh_token === undefined) {
      if (this.state === 'signed-in') this.become('expired');
      return false;
    }
    try {
      const user = await this.manager.signinSilent();
      return user?.id_token !== undefined;
    } catch (cause) {
      if (!(cause instanceof ErrorResponse)) throw new Problem('offline');
      await this.manager.removeUser();
      if (this.state === 'signed-in') this.become('expired');
      return false;
    }
  }

  private become(next: SessionState): void {
    this.state = next;
    this.watchers.forEach((tell) => tell());
  }
}

const POPUP = 'alo-sign-in';
const EARLY_S = 60;

function fresh(user: User): boolean {
  return user.id_token !== undefined && (user.expires_in ?? 0) > EARLY_S;
}

export function useSession(session: Session): SessionState {
  return useSyncExternalStore(session.watch, session.current);
}
