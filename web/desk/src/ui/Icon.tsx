// Drawn for this desk on a 16 px grid, 1.5 px strokes.
const PATHS = {
  phone: 'M3 2.5h2.5l1 3-1.5 1.2a8 8 0 0 0 4.3 4.3l1.2-1.5 3 1V13c0 .8-.7 1.5-1.5 1.4A11 11 0 0 1 1.6 4 1.4 1.4 0 0 1 3 2.5Z',
  end: 'M1.5 9.5c3.6-3.7 9.4-3.7 13 0l-1.8 1.9-2.4-1.2V8.3a8 8 0 0 0-4.6 0v1.9l-2.4 1.2-1.8-1.9Z',
  mic: 'M8 1.8a2 2 0 0 1 2 2v4a2 2 0 0 1-4 0v-4a2 2 0 0 1 2-2ZM3.5 7.5a4.5 4.5 0 0 0 9 0M8 12v2.2',
  mute: 'M6 5V3.8a2 2 0 0 1 4 0v3.4M6 7.8a2 2 0 0 0 2.8 1.8M3.5 7.5a4.5 4.5 0 0 0 7 3.7m1.6-1.8c.3-.6.4-1.2.4-1.9M8 12v2.2M2 2l12 12',
  pause: 'M5.2 3v10M10.8 3v10',
  play: 'M4.5 2.8v10.4l8.5-5.2-8.5-5.2Z',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z',
  chart: 'M2 14h12M4 11.5V8M8 11.5V3M12 11.5V6',
  person: 'M8 2a2.8 2.8 0 1 1 0 5.6A2.8 2.8 0 0 1 8 2ZM2.5 14c.5-3 2.7-4.4 5.5-4.4s5 1.4 5.5 4.4',
  help: 'M5.8 5.8A2.2 2.2 0 1 1 8.6 8c-.4.2-.6.5-.6 1v.4M8 11.6v.3M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Z',
  moon: 'M13.5 9.7A5.8 5.8 0 0 1 6.3 2.5a5.8 5.8 0 1 0 7.2 7.2Z',
  sun: 'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  screen: 'M2 3h12v8H2ZM6 14h4M8 11v3',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  down: 'm4 6 4 4 4-4',
  left: 'm10 4-4 4 4 4',
  right: 'm6 4 4 4-4 4',
  alert: 'M8 2 1.5 13.5h13L8 2ZM8 6.5V9.5M8 11.3v.3',
  clock: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8ZM8 4.5V8l2.3 1.5',
  calendar: 'M2.5 3.500h11v10h-11ZM2.5 6.500h11M5.500 2v3M10.500 2v3',
  queue: 'M2.5 4h11M2.5 8h11M2.5 12h7',
  returned: 'M6 4 2.5 7.5 6 11M2.5 7.5h7a4 4 0 0 1 4 4V13',
  bell: 'M4 11V7.500a4 4 0 0 1 8 0V11l1.200 1.500H2.800L4 11ZM6.500 14.300h3',
  bell_off: 'M4 11V7.500c0-.800.200-1.500.600-2.100M6.200 3.900A4 4 0 0 1 12 7.500V9.500M11 12.500H2.800L4 11M6.500 14.300h3M2 2l12 12',
  cross: 'm4 4 8 8M12 4l-8 8',
  note: 'M3 2.5h10v8l-3.5 3H3v-11ZM5.5 6h5M5.5 8.7h3',
  download: 'M8 2v8M4.8 7 8 10.2 11.2 7M2.5 13.5h11',
  link: 'M6.5 9.5 9.5 6.5M7 4.5l1.3-1.3a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.3 1.3a3.2 3.2 0 0 1-4.5-4.5L4.500 7',
  dot: 'M8 7a1 1 0 1 1 0 2 1 1 0 0 1 0-2Z',
  more: 'M3 7.600a.4.4 0 1 1 0 .8.4.4 0 0 1 0-.8ZM8 7.600a.4.4 0 1 1 0 .8.4.4 0 0 1 0-.8ZM13 7.600a.4.4 0 1 1 0 .8.4.4 0 0 1 0-.8Z',
  globe: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8ZM1.8 8h12.4M8 1.800c4 4 4 8.400 0 12.400M8 1.800c-4 4-4 8.400 0 12.400',
  out: 'M6.500 2.500h-4v11h4M10 5l3 3-3 3M13 8H6',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, className = 'size-4' }: { name: IconName; className?: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className={`${className} shrink-0`} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round">
      <path d={PATHS[name]} />
    </svg>
  );
}
