// The only logger. It receives ids, counts and times: never text from a request, an event or a token.
import pino from "pino";
import type { Unheard } from "../../event-log/background.ts";
import { codeOf } from "../../event-log/faults.ts";
import type { LogCode } from "./log-codes.ts";

/** A line's code, with ids, counts, positions and times. */
export type LogLine = { readonly code: LogCode } & Readonly<Record<string, unknown>>;
type Write = (line: LogLine, message: string) => void;
export type Logger = Readonly<Record<"debug" | "info" | "warn" | "error" | "fatal", Write>> & {
  /** The same logger, with further fields on each line. */
  child(more: Readonly<Record<string, unknown>>): Logger;
};

export const createLogger = (level: string): Logger => pino({ level, base: null }, pino.destination(2));

/** Returns an error's name and source line. Its message is left out, because it could contain text that a person wrote. */
export const nameOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name} ${
        error.stack
          ?.split("\n")
          .find((line) => /^\s+at /.test(line))
          ?.trim() ?? ""
      }`
    : "unknown";

/** Logs a line for each error of work that nobody awaits. */
export const unheardIn =
  (logger: Logger): Unheard =>
  (code, error) =>
    logger.error(
      { code: code as LogCode, error: nameOf(error), fault: codeOf(error) },
      "background work failed; the hub continues",
    );
