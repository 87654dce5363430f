// The streams of a person's events.
import { streamKind } from "../stream-kind.ts";
import { PERSON_CATEGORY, personEvents } from "./events.ts";
import { evolvePerson } from "./state.ts";

export const personStreams = streamKind(PERSON_CATEGORY, personEvents, evolvePerson, undefined);
export const { read: readPersonEvent, fold: foldPerson } = personStreams;
