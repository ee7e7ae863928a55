export function Mark({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 32 32" className={`${className} text-accent`} role="img" aria-label="Aló">
      <rect width="32" height="32" rx="8" fill="currentColor" />
      <path d="M8 20a8 8 0 0 1 16 0" fill="none" className="stroke-on-accent" strokeWidth="3" strokeLinecap="round" />
      <rect x="6" y="18" width="5" height="8" rx="2.5" className="fill-on-accent" />
      <rect x="21" y="18" width="5" height="8" rx="2.5" className="fill-on-accent" />
    </svg>
  );
}
