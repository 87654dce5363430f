// The one logger. It is given ids, counts and times: never text from a request, an event or a token.
import pino from "pino";

export type Logger = pino.Logger;

export const createLogger = (level: string): Logger => pino({ level, base: undefined }, pino.destination(2));
