import type { components } from './types';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Offer = NonNullable<Me['offer']>;
export type Invitation = NonNullable<Me['invitation']>;
export type Queue = Schemas['QueueView'];
export type Lane = Schemas['LaneView'];
export type Attempt = Schemas['AttemptView'];
export type Participant = Schemas['ParticipantView'];
export type Invited = Schemas['Invited'];
export type AskParticipant = Schemas['AskParticipant'];
export type Outside = Schemas['OutsideView'];
export type Specialist = Schemas['SpecialistView'];
export type Customer = Schemas['Customer'];
export type Order = Schemas['OrderView'];
export type TimelinePage = Schemas['Timeline'];
export type TimelineItem = Schemas['TimelineItem'];
export type CallReport = Schemas['CallReport'];
export type ReportRow = Schemas['ReportRow'];
export type Figures = Schemas['Figures'];
export type MyFigures = Schemas['MyFigures'];
export type Guard = Schemas['GuardView'];
export type CountryBudget = Schemas['CountryBudget'];
export type Waiting = Schemas['WaitingView'];
export type Lanes = Schemas['Lanes'];
export type LaneOverview = Schemas['LaneOverview'];
export type Day = Schemas['DayView'];
export type Closings = Schemas['Closings'];
export type Closing = Schemas['ClosingView'];
export type CloseSite = Schemas['CloseSite'];
export type SetPresence = Schemas['SetPresence'];
export type Changed = Schemas['Changed'];
export type VoiceToken = Schemas['VoiceToken'];

export type Site = Me['site'];
export type Locale = Me['locale'];
export type Presence = Me['presence']['presence'];
export type Activity = Me['presence']['activity'];
export type BreakReason = NonNullable<SetPresence['reason']>;
export type Topic = Lane['topic'];
export type Tier = Attempt['callback']['tier'];
export type LaneState = LaneOverview['state'];
export type CancelReason = Schemas['Cancel']['reason'];
export type Outcome = NonNullable<Attempt['outcome']>;
export type Disposition = NonNullable<Attempt['disposition']>;

export const LOCALES: readonly Locale[] = ['pt-BR', 'es', 'en'];
export const TOPICS: readonly Topic[] = ['payments', 'shipping', 'returns', 'account', 'selling'];
export const TIERS: readonly Tier[] = ['urgent', 'high', 'standard'];
export const LANE_STATES: readonly LaneState[] = ['open', 'draining', 'closed'];
export const CANCEL_REASONS: readonly CancelReason[] = [
  'customer_asked',
  'reached_another_way',
  'duplicate',
  'wrong_number',
  'abuse',
  'other',
];
export const BREAK_REASONS: readonly BreakReason[] = ['rest', 'meal', 'training', 'meeting', 'other'];
export const DISPOSITIONS: readonly Disposition[] = [
  'solved',
  'follow_up',
  'transferred_elsewhere',
  'wrong_number',
  'callback_later',
  'no_result',
];
