// A time of day as the server writes it (clinic/web/clock.py): 2:41 pm.
export const clock = (at, timeZone) => at
  .toLocaleTimeString("en-US", { timeZone, hour: "numeric", minute: "2-digit" })
  .toLowerCase().replace(/\s/, " "); // newer browsers put a narrow space there
