// Places for requests that hold much memory while they last: so many of one person, and so many of all.
import type { Response } from "express";
import { errorFor } from "./errors.ts";

type Bounds = { readonly ofPerson: number; readonly ofAll: number };

export type Places = ReturnType<typeof openPlaces>;

export function openPlaces({ ofPerson, ofAll }: Bounds) {
  const held = new Map<string, number>();
  const working = new WeakMap<Response, Promise<unknown>>();
  let all = 0;

  function leave(person: string): void {
    all -= 1;
    const left = (held.get(person) ?? 1) - 1;
    if (left > 0) held.set(person, left);
    else held.delete(person);
  }

  return {
    /** Takes a place for the signed-in person until the response is closed and its work has ended. Throws a GraphQLError that may be shown. */
    take(response: Response): void {
      const { person } = response.locals;
      if ((held.get(person) ?? 0) >= ofPerson) throw errorFor("BUSY", BUSY_FOR_PERSON);
      if (all >= ofAll) throw errorFor("BUSY", BUSY);
      held.set(person, (held.get(person) ?? 0) + 1);
      all += 1;
      const atEnd = () => {
        const work = working.get(response) ?? Promise.resolve();
        work.catch(() => {}).finally(() => leave(person));
      };
      // The client may have left while the person was looked up.
      if (response.closed) atEnd();
      else response.once("close", atEnd);
    },
    /** Carries out work that may go on when the client has left. Throws a GraphQLError for one that has left already. */
    during<T>(response: Response, work: () => Promise<T>): Promise<T> {
      if (response.closed) throw errorFor("BUSY", BUSY);
      const running = work();
      working.set(response, running);
      return running;
    },
  };
}

const BUSY_FOR_PERSON = "Your last file is still on its way. Wait until it has arrived, and try again.";
const BUSY = "Many files are being uploaded or downloaded. Try again shortly.";
