import { defineTexts } from "~/texts";

/** Moving the page through the time of the run. */
export const texts = defineTexts(
  {
    slider: "Moment of the run",
    previous: "One fact back",
    next: "One fact on",
    factOf: (n: string, of: string) => `Fact ${n} of ${of}`,
    asItIs: (n: string) => `As it is, after fact ${n}. Drag to see how it stood before.`,
    back: "Back to now",
    off: "This is how the run stood then. It cannot be acted on in the past: go back to now.",
  },
  {
    slider: "Момент запуску",
    previous: "На факт назад",
    next: "На факт уперед",
    factOf: (n, of) => `Факт ${n} з ${of}`,
    asItIs: (n) => `Як є тепер, після факту ${n}. Потягніть, щоб побачити, як було раніше.`,
    back: "До теперішнього",
    off: "Таким запуск був тоді. У минулому з ним нічого не зробиш: поверніться до теперішнього.",
  },
);
