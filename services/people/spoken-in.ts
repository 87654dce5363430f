// The office in which somebody speaks for a council, in commands and events.
import { z } from "zod";
import { COUNCIL_OFFICES, type CouncilOffice } from "../../reference/concern-terms.ts";

/** In an event. Absent in events of releases that did not record it. */
export const spokenIn = { office: z.enum(COUNCIL_OFFICES).optional(), acting: z.literal(true).optional() };
/** In a command. Somebody who speaks in one office only can leave it out. */
export const inOffice = { office: z.enum(COUNCIL_OFFICES).optional() };

export type Speaker = { readonly office: CouncilOffice; readonly acting?: true };
