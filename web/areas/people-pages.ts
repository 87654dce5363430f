// People and their offices, invitations, the policy, retention, and what councils were not told of in time.
import { invitationPage, invitationsPage, sendInvitationAgain, withdrawInvitation } from "../invitations/invitations.ts";
import { invite } from "../invitations/invite.ts";
import { overduePage } from "../overdue/overdue.ts";
import { endOffice } from "../people/end-office.ts";
import { giveOffice } from "../people/give-office.ts";
import { peoplePage } from "../people/people.ts";
import { personPage } from "../people/person.ts";
import { registerPerson } from "../people/register-person.ts";
import { renamePerson } from "../people/rename-person.ts";
import { setFirstMailAddress } from "../people/set-first-mail-address.ts";
import { policyPage, policyVersion } from "../policy/policy.ts";
import { approvePolicy, changePolicy } from "../policy/publish.ts";
import { retentionPage } from "../retention/retention.ts";
import type { AreaPages } from "./area-pages.ts";

export const PEOPLE_PAGES: AreaPages = {
  pages: [peoplePage, personPage, invitationsPage, invitationPage, policyPage, policyVersion, overduePage, retentionPage],
  forms: [sendInvitationAgain, withdrawInvitation],
  journeys: [invite, giveOffice, registerPerson, renamePerson, setFirstMailAddress, endOffice, approvePolicy, changePolicy],
};
