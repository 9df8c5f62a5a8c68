import { useEffect, useState } from 'react';

const everyMs = 30_000;

/** The moment, a new one now and then, so that "Today" does not grow old. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
