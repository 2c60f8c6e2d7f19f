// What every queue of writes needs: a name for each write, so that the server knows one that comes again, and a wait between tries.
const PAUSES = [1000, 2000, 4000, 8000, 15_000];
const WAKERS = ["online", "focus", "handrail:unlocked", "handrail:reached", "handrail:leaving"];

const CLOCK_IS_WRONG = 30_000;

/** How far the clock of this computer is from that of the server, which wrote `asOf`; 0 where it is about right. */
export const skewSince = (asOf) => {
  const off = Date.parse(asOf) - Date.now();
  return Math.abs(off) > CLOCK_IS_WRONG ? off : 0;
};

export const operation = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

/** Waits after so many failed tries, or until something says that it may work now. */
export const pauseAfter = (tries) => new Promise((resolve) => {
  const wake = () => {
    clearTimeout(timer);
    for (const name of WAKERS) removeEventListener(name, wake);
    resolve();
  };
  const timer = setTimeout(wake, PAUSES[Math.min(tries, PAUSES.length - 1)]);
  for (const name of WAKERS) addEventListener(name, wake);
});
