import { useEffect } from 'react';
import { Router } from 'wouter';

import { useMe } from '../agents/readMe';
import { Expired } from '../auth/Expired';
import { useSession, type Session } from '../auth/session';
import { SignIn } from '../auth/SignIn';
import { activate, chosenLocale, useText } from '../i18n/i18n';
import { forgetAllDrafts } from '../telephony/draft';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { startShortcuts } from '../ui/shortcuts';
import { useVoice } from '../voice/VoiceContext';
import { Desk } from './Desk';
import { DeskLoading } from './DeskLoading';

export function App({ session }: { session: Session }) {
  const state = useSession(session);
  if (state === 'starting') return <DeskLoading />;
  if (state === 'signed-out' || state === 'failed') return <SignIn failed={state === 'failed'} onSignIn={() => void session.signIn()} />;
  return (
    <Router base={import.meta.env.BASE_URL.replace(/\/$/, '')}>
      <SignedIn session={session} />
      {state === 'expired' && <Expired session={session} />}
    </Router>
  );
}

function SignedIn({ session }: { session: Session }) {
  const t = useText();
  const { lock } = useVoice();
  const { data: me, error, refetch } = useMe();
  useEffect(startShortcuts, []);
  useEffect(() => {
    lock.start();
    return () => lock.stop();
  }, [lock]);
  const locale = me?.locale;
  useEffect(() => {
    if (locale !== undefined && chosenLocale() === null) void activate(locale);
  }, [locale]);
  const signOut = () => {
    forgetAllDrafts();
    void session.signOut();
  };
  if (me !== undefined) return <Desk me={me} onSignOut={signOut} />;
  if (error === null) return <DeskLoading />;
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="w-[440px]">
        <h1 className="sr-only">{t('desk.app')}</h1>
        <Failure error={error} onRetry={() => void refetch()} />
        <Button kind="quiet" className="mt-3" icon="out" onClick={signOut}>
          {t('desk.sign_out')}
        </Button>
      </div>
    </main>
  );
}
