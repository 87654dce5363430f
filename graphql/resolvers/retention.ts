// How long records are kept, and what was erased.
import { KEPT_WORKING_DAYS } from "../../hub/drafts/drafts.ts";
import { mayReadRetention, readRetention } from "../../queries/retention/read-retention.ts";
import type { RetentionSettings } from "../../queries/retention/retention-rules.ts";
import { LINK_WORKING_DAYS } from "../../services/invitation/decide.ts";
import type { Context } from "../context.ts";
import type { Resolvers } from "../generated/resolver-types.ts";

export const retentionResolvers = {
  Query: {
    retention: (_, __, { hub, viewer }) => readRetention(hub, viewer.facts, settingsOf(hub)),
  },
  Viewer: { mayReadRetention: ({ facts }, _, { hub }) => mayReadRetention(hub, facts) },
  Retention: { isHalted: (_, __, { hub }) => !hub.clock.isBelieved() },
} satisfies Resolvers;

const settingsOf = ({ config: { disclosuresKeptMonths, signIn, sessions } }: Context["hub"]): RetentionSettings => ({
  ...{ disclosuresKeptMonths, uploadWorkingDays: KEPT_WORKING_DAYS, linkWorkingDays: LINK_WORKING_DAYS },
  pages:
    signIn.kind === "off"
      ? undefined
      : {
          draftWorkingDays: KEPT_WORKING_DAYS,
          idleMinutes: sessions.idleMs / 60_000,
          sessionHours: sessions.lifetimeMs / 3_600_000,
        },
});
