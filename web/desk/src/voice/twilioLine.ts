import { Call, Device, type TwilioError } from '@twilio/voice-sdk';

import type { Config } from '../api/config';
import { serverNow } from '../api/serverClock';
import { issueVoiceToken } from './issueVoiceToken';
import { connectionOf, type Connection, type Sample } from './lineCheck';
import type { LineEvent, LineFault, Seat, VoiceLine } from './line';
import { MicrophoneWatch, whyLost } from './microphoneWatch';

// The SDK may wait for ever on a gateway that accepts and says nothing.
const ANSWER_WITHIN_MS = 15_000;
const CHECK_S = 6;
const REFRESH_EARLY_MS = 30_000;
const SOUNDS = ['disconnect', 'dtmf0', 'dtmf1', 'dtmf2', 'dtmf3', 'dtmf4', 'dtmf5', 'dtmf6', 'dtmf7', 'dtmf8', 'dtmf9', 'dtmfh', 'dtmfs', 'incoming', 'outgoing'];

/** The line over Twilio's voice SDK. Hold is not here: the server does that. */
export class TwilioLine implements VoiceLine {
  private device: Device | null = null;
  private expires_at_ms = 0;
  private call: Call | null = null;
  private checking: Call | null = null;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<(event: LineEvent) => void>();

  constructor(private readonly config: Config['voice']) {}

  async connect({ attemptId, party }: Seat): Promise<void> {
    try {
      const device = await this.ready();
      this.checking?.disconnect();
      this.watchdog = setTimeout(() => this.fail('timeout'), ANSWER_WITHIN_MS);
      const call = await device.connect({ params: { attempt: attemptId, ...(party !== null && { party }) } });
      this.follow(call);
    } catch (cause) {
      this.fail(faultOf(cause));
    }
  }

  /** Fetches what connecting needs, so that a claim finds it there. */
  async prepare(): Promise<void> {
    await this.ready();
  }

  async check(): Promise<Connection> {
    try {
      const device = await this.ready();
      const call = await device.connect({ params: { check: 'line' } });
      this.checking = call;
      return await measured(call);
    } catch (cause) {
      return faultOf(cause);
    } finally {
      this.checking = null;
    }
  }

  hangUp(): void {
    this.call?.disconnect();
  }

  mute(on: boolean): void {
    this.call?.mute(on);
  }

  sendDigits(digits: string): void {
    this.call?.sendDigits(digits);
  }

  on(listener: (event: LineEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async ready(): Promise<Device> {
    if (this.device !== null && serverNow() < this.expires_at_ms - REFRESH_EARLY_MS) return this.device;
    const { token, expires_at_ms } = await issueVoiceToken();
    this.expires_at_ms = expires_at_ms;
    if (this.device === null) this.device = this.newDevice(token);
    else this.device.updateToken(token);
    return this.device;
  }

  private newDevice(token: string): Device {
    const silence = `${import.meta.env.BASE_URL}silence.wav`;
    const { chunderw, eventgw, edge } = this.config;
    const device = new Device(token, {
      logLevel: 'silent',
      closeProtection: false,
      codecPreferences: [Call.Codec.Opus, Call.Codec.PCMU],
      maxCallSignalingTimeoutMs: 30_000,
      tokenRefreshMs: REFRESH_EARLY_MS,
      disableAudioContextSounds: true,
      // Its own sounds would come from another host, and an agent hears this line a hundred times a day.
      sounds: Object.fromEntries(SOUNDS.map((name) => [name, silence])),
      ...(edge === undefined ? {} : { edge }),
      ...(chunderw === undefined ? {} : { chunderw }),
      // The SDK goes back to Twilio's own event host once connected, whatever it was told: on a laptop, none.
      ...(eventgw === undefined ? {} : { eventgw, publishEvents: false }),
    });
    device.on('tokenWillExpire', () => {
      this.expires_at_ms = 0;
      // If this fails the next connect asks again, and a call in progress needs no token.
      void this.ready().catch(() => undefined);
    });
    device.on('error', (error: TwilioError.TwilioError) => {
      if (this.call === null && this.checking === null) this.fail(faultOf(error));
    });
    return device;
  }

  private follow(call: Call): void {
    this.call = call;
    call.on('accept', () => {
      clearTimeout(this.watchdog);
      this.tell({ type: 'opened' });
    });
    call.on('disconnect', () => this.close(call));
    call.on('cancel', () => this.close(call));
    call.on('reject', () => this.close(call));
    call.on('error', (error: TwilioError.TwilioError) => {
      if (call.status() !== Call.State.Open && call.status() !== Call.State.Reconnecting) this.fail(faultOf(error));
    });
    call.on('reconnecting', () => this.tell({ type: 'reconnecting' }));
    call.on('reconnected', () => this.tell({ type: 'reconnected' }));
    call.on('mute', (on: boolean) => this.tell({ type: 'muted', on }));
    call.on('warning', (name: string) => this.tell({ type: 'warning', name, on: true }));
    call.on('warning-cleared', (name: string) => this.tell({ type: 'warning', name, on: false }));
    const microphone = new MicrophoneWatch();
    call.on('sample', ({ mos }: { mos: number | null }) => {
      this.tell({ type: 'quality', mos });
      if (this.call === call && microphone.lost(call.getLocalStream()?.getAudioTracks() ?? [])) void this.failWithout(call);
    });
  }

  private close(call: Call): void {
    if (this.call !== call) return;
    this.call = null;
    clearTimeout(this.watchdog);
    this.tell({ type: 'closed' });
  }

  /** A line on which nobody hears the agent is worse than none: without it the customer hears that they come back, and music. */
  private async failWithout(call: Call): Promise<void> {
    const fault = await whyLost();
    if (this.call === call) this.fail(fault);
  }

  private fail(fault: LineFault): void {
    clearTimeout(this.watchdog);
    const call = this.call;
    this.call = null;
    call?.disconnect();
    if (fault === 'timeout' || fault === 'unreachable') this.device?.disconnectAll();
    this.tell({ type: 'failed', fault });
  }

  private tell(event: LineEvent): void {
    this.listeners.forEach((listener) => listener(event));
  }
}

/** So many seconds of a call that has been answered; less when it ends before. */
function measured(call: Call): Promise<Connection> {
  const samples: Sample[] = [];
  return new Promise((resolve) => {
    const end = (found: Connection) => {
      clearTimeout(late);
      resolve(found);
      call.disconnect();
    };
    const late = setTimeout(() => end('timeout'), ANSWER_WITHIN_MS);
    call.on('accept', () => clearTimeout(late));
    call.on('sample', (sample: Sample) => {
      samples.push(sample);
      if (samples.length === CHECK_S) end(connectionOf(samples));
    });
    call.on('error', (error: TwilioError.TwilioError) => end(faultOf(error)));
    // Of a call that failed, the error comes after the end.
    call.on('disconnect', () => setTimeout(() => end(connectionOf(samples))));
  });
}

/** Twilio's codes: https://www.twilio.com/docs/api/errors */
function faultOf(cause: unknown): LineFault {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  if (code === 31401 || code === 31208) return 'microphone_denied';
  if (code === 31402 || code === 31201) return 'microphone_failed';
  if (code === 31204 || code === 31205 || code === 20101 || code === 20104) return 'token';
  if (code === 31005 || code === 31009 || code === 53000 || code === 53001 || code === 53405) return 'unreachable';
  return cause instanceof Error && cause.name === 'Problem' ? 'unreachable' : 'unknown';
}
