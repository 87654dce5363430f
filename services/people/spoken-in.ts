// The office in which somebody speaks for a council, in commands and events.
import { z } from "zod";
import { COUNCIL_OFFICES, type CouncilOffice } from "../../reference/concern-terms.ts";
import type { CommandDeclaration } from "../input.ts";

/** The office in which somebody spoke, as events record it. Events of earlier releases do not have it. */
export const spokenIn = { office: z.enum(COUNCIL_OFFICES).optional(), acting: z.literal(true).optional() };
/** The office in which somebody speaks, in the input of a command. Who may speak in one office only can leave it out. */
export const inOffice = { office: z.enum(COUNCIL_OFFICES).optional() };

export type Speaker = { readonly office: CouncilOffice; readonly acting?: true };

/** Whether somebody speaks for the council in a command: its input has the office in which they do. */
export const isSpokenInOffice = ({ input }: CommandDeclaration): boolean =>
  input instanceof z.ZodObject && "office" in input.shape;
