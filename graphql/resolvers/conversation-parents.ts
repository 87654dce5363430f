// The parents of the conversation with a council: its agreements, its lead, contacts, noted dates and approaches.
import type { ActScope, Attributed } from "../../queries/attribution.ts";
import type { presentRoutineContact } from "../../queries/council/present-contact.ts";
import type { presentNotedDate } from "../../queries/council/present-noted-date.ts";
import type { Actor } from "../../queries/people/read-actor.ts";
import type * as supports from "../../queries/support/present.ts";
import type { Council } from "../../reference/councils.ts";
import type { StandingAgreement } from "../../services/council/state.ts";
import type { PossibleOffer } from "../../services/support/possible-offers.ts";
import type { ChangedOfCouncil, Each, Given, PageOf } from "./parent-shapes.ts";

type ShownContact = Given<typeof supports.presentContact>;
type LeadAsPerson = { readonly person: string; readonly adviser: () => Actor };

export type ConversationParents = {
  StandingAgreement: StandingAgreement & { readonly scope: ActScope };
  StandingAgreementsChanged: ChangedOfCouncil;
  ConversationLead: LeadAsPerson & { readonly named: Attributed };
  FormerLead: LeadAsPerson & { readonly named: Attributed; readonly ended: Attributed };
  ConversationChanged: ChangedOfCouncil;
  RoutineContact: ReturnType<typeof presentRoutineContact> & { readonly council: Council };
  FormerContactWords: Each<ReturnType<ReturnType<typeof presentRoutineContact>["formerWords"]>>;
  NotedDate: ReturnType<typeof presentNotedDate>;
  Approach: Given<typeof supports.presentApproach> & { readonly council: Council };
  SupportToOffer: PossibleOffer;
  PracticeContact: ShownContact;
  PracticeContactConnection: PageOf<ShownContact>;
};
