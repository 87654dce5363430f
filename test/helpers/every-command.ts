// Every command that a face can send, as its kind declares it.

import { claimCommands } from "../../services/claim/decide.ts";
import { concernCommands } from "../../services/concern/commands.ts";
import { councilCommands } from "../../services/council/decide.ts";
import type { CommandDeclarations } from "../../services/input.ts";
import { invitationCommands } from "../../services/invitation/decide.ts";
import { newsReadCommands } from "../../services/news-read/decide.ts";
import { peopleCommands } from "../../services/people/decide.ts";
import { policyCommands } from "../../services/policy/decide.ts";
import { signalCommands } from "../../services/signal/decide.ts";
import { submissionCommands } from "../../services/submission/decide.ts";
import { supportCommands } from "../../services/support/commands.ts";

export const EVERY_COMMAND: CommandDeclarations = {
  ...concernCommands,
  ...councilCommands,
  ...newsReadCommands,
  ...claimCommands,
  ...invitationCommands,
  ...peopleCommands,
  ...policyCommands,
  ...signalCommands,
  ...submissionCommands,
  ...supportCommands,
};
