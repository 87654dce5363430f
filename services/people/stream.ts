// The streams of a person's events.
import { streamKind } from "../stream-kind.ts";
import { PERSON_STREAM, personEvents } from "./events.ts";
import { evolvePerson } from "./state.ts";

export const personStreams = streamKind(PERSON_STREAM, personEvents, evolvePerson, undefined);
export const { read: readPersonEvent, fold: foldPerson } = personStreams;
