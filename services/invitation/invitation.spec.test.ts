import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { councils, specification, TODAY } from "../../test/helpers/specification.ts";
import { decideInvitation, type InvitationCommand, type InvitationDecisionContext, MAX_LINKS } from "./decide.ts";
import { type InvitationEvent, invitationEvents } from "./events.ts";
import { isSameAddress } from "./same-address.ts";
import { evolveInvitation, type InvitationState } from "./state.ts";

const OFFICER = "governance-officer";
const ADDRESS = "Ines.Holm@council.example";
const DIGEST = "digest-of-the-new-link";
/** The tenth working day after 2 March 2026. */
const LINK_UNTIL = "2026-03-16";
const fold = (events: readonly InvitationEvent[]) =>
  events.reduce<InvitationState | undefined>(
    (state, event) => evolveInvitation("invitation", state, event, { actor: OFFICER, at: "2026-03-02T09:00:00.000Z" }),
    undefined,
  );
const given = specification<InvitationState | undefined, InvitationEvent, InvitationCommand, InvitationDecisionContext>(
  fold,
  decideInvitation,
  invitationEvents,
  () => ({
    ...{ today: TODAY, certainToday: TODAY, actor: OFFICER, interests: [], newId: (...words) => words.join("-") },
    ...{ council: councils.status, digest: DIGEST, address: ADDRESS, isRegistered: false },
  }),
);

const office = { role: "chief-executive", regions: [], strands: [], council: "X00000001" } as const;
const term = { from: "2026-03-02", until: "2026-12-31" };
const text = { plain: { name: "Ines Holm", address: ADDRESS } };
const invited = (differing: object = {}): InvitationEvent => ({
  type: "PersonInvited.v1",
  data: { digest: "first", linkUntil: LINK_UNTIL, office: { ...office, ...term, ...differing }, text } as never,
});
const invite = (differing: object = {}): InvitationCommand => ({
  name: "invitePerson",
  input: { name: "Ines Holm", address: ADDRESS, ...office, ...term, ...differing } as never,
});
const on = { invitation: "invitation" };
const accept = (differing: object = {}): InvitationCommand => ({
  name: "acceptInvitation",
  input: {
    ...{ ...on, digest: "first", person: "subject-1", issuer: "https://sign-in.example" },
    ...{ email: ADDRESS, isEmailVerified: true, ...differing },
  },
});
const again: InvitationCommand = { name: "sendInvitationAgain", input: on };
const withdraw: InvitationCommand = { name: "withdrawInvitation", input: on };
const sentAgain: InvitationEvent = { type: "InvitationSentAgain.v1", data: { digest: DIGEST, linkUntil: LINK_UNTIL } };
const withdrawn: InvitationEvent = { type: "InvitationWithdrawn.v1", data: {} };
const accepted: InvitationEvent = {
  type: "InvitationAccepted.v1",
  data: { person: "subject-1", issuer: "https://sign-in.example" },
};

describe("An invitation", () => {
  it("has the person's name, their address and the office, and a link that ends after ten working days", () => {
    given([])
      .when(invite())
      .then([
        {
          type: "PersonInvited.v1",
          data: { digest: DIGEST, linkUntil: LINK_UNTIL, office: { ...office, regions: [], strands: [], ...term }, text },
        },
      ]);
  });

  it("is refused for an office that could not be given today", () => {
    given([])
      .when(invite({ council: undefined }))
      .thenRefused("ASSIGNMENT_INCOMPLETE", "council");
    given([])
      .when(invite({ from: "2026-01-01", until: "2026-03-01" }))
      .thenRefused("INVITATION_OFFICE_OVER", "until");
    given([])
      .when(invite({ name: "ines@council.example", until: "2026-01-01" }))
      .thenRefusedAll([
        ["NOT_A_NAME", "name"],
        ["ASSIGNMENT_REVERSED", "until"],
      ]);
  });

  it("names the strand of an office that always has the same one", () => {
    const { type, data } = (
      decideInvitation(undefined, invite({ role: "director-of-childrens-services" }), {
        ...{ today: TODAY, certainToday: TODAY, actor: OFFICER, interests: [], newId: () => "id" },
        ...{ council: councils.status, digest: DIGEST, address: undefined, isRegistered: false },
      }) as readonly InvitationEvent[]
    )[0] ?? { type: "nothing", data: {} };
    expect([type, data]).toMatchObject(["PersonInvited.v1", { office: { strands: ["childrens"] } }]);
  });

  it("can be sent again by another link, up to a limit, and withdrawn", () => {
    given([invited()]).when(again).then([sentAgain]);
    given([invited(), ...Array(MAX_LINKS - 1).fill(sentAgain)])
      .when(again)
      .thenRefused("TOO_MANY", "invitation");
    given([invited()]).when(withdraw).then([withdrawn]);
    given([invited(), withdrawn]).when(withdraw).thenNothing();
  });

  it("cannot be sent again or withdrawn once it is over", () => {
    given([invited(), withdrawn]).when(again).thenRefused("INVITATION_OVER", "invitation");
    given([invited(), accepted]).when(again).thenRefused("INVITATION_OVER", "invitation");
    given([invited(), accepted]).when(withdraw).thenRefused("INVITATION_OVER", "invitation");
    given([invited({ until: "2026-03-01" })])
      .when(again)
      .thenRefused("INVITATION_OFFICE_OVER", "invitation");
    given([]).when(withdraw).thenRefused("NOT_FOUND", "invitation");
  });

  it("can be accepted by whoever signs in with the invited address, until the end of the link's last day", () => {
    given([invited()]).when(accept()).then([accepted]);
    given([invited()], { today: LINK_UNTIL }).when(accept()).then([accepted]);
    given([invited(), sentAgain])
      .when(accept({ digest: DIGEST }))
      .then([accepted]);
  });

  it("cannot be accepted by a link that has ended or was replaced, withdrawn or used: each is refused like an unknown one", () => {
    given([invited()], { today: "2026-03-17" }).when(accept()).thenRefused("NOT_FOUND");
    given([invited(), sentAgain]).when(accept()).thenRefused("NOT_FOUND");
    given([invited(), withdrawn]).when(accept()).thenRefused("NOT_FOUND");
    given([invited(), accepted]).when(accept()).thenRefused("NOT_FOUND");
    given([invited()])
      .when(accept({ digest: "guessed" }))
      .thenRefused("NOT_FOUND");
  });

  it("cannot be accepted by somebody who is registered, without a verified address, or with another address", () => {
    given([invited()], { isRegistered: true }).when(accept()).thenRefused("PERSON_REGISTERED");
    given([invited()])
      .when(accept({ isEmailVerified: false }))
      .thenRefused("EMAIL_NOT_VERIFIED");
    given([invited()])
      .when(accept({ email: undefined }))
      .thenRefused("EMAIL_NOT_VERIFIED");
    given([invited()])
      .when(accept({ email: "somebody.else@council.example" }))
      .thenRefused("INVITATION_FOR_ANOTHER");
    given([invited()], { address: undefined }).when(accept()).thenRefused("INVITATION_FOR_ANOTHER");
  });

  it("cannot be accepted if its office has ended, or its council was abolished", () => {
    given([invited({ until: "2026-03-01" })])
      .when(accept())
      .thenRefused("INVITATION_OFFICE_OVER");
    given([invited()], { council: () => ({ kind: "unknown" }) as never })
      .when(accept())
      .thenRefused("INVITATION_OFFICE_OVER");
  });

  it("shows what became of the mail with its latest link alone", () => {
    const record = (digest: string): InvitationCommand => ({
      name: "recordInvitationMail",
      input: { ...on, digest, outcome: "refused" },
    });
    given([invited()])
      .when(record("first"))
      .then([{ type: "InvitationMailed.v1", data: { digest: "first", outcome: "refused" } }]);
    given([invited(), sentAgain]).when(record("first")).thenNothing();
    expect(
      fold([invited(), { type: "InvitationMailed.v1", data: { digest: "first", outcome: "refused" } }, sentAgain])?.link,
    ).not.toHaveProperty("mail");
  });
});

describe("The address of an invitation", () => {
  it("matches the verified one whatever the case of its ASCII letters", () => {
    expect(isSameAddress(ADDRESS, "INES.HOLM@Council.Example")).toBe(true);
    fc.assert(
      fc.property(fc.emailAddress(), fc.boolean(), (address, up) => {
        expect(isSameAddress(address, up ? address.toUpperCase() : address.toLowerCase())).toBe(true);
        expect(isSameAddress(address, `x${address}`)).toBe(false);
      }),
    );
  });

  it.each([
    ["a Kelvin sign for a k", "mar\u212A@council.example"],
    ["a dotless i", "\u0131nes@council.example"],
    ["a Cyrillic letter", "m\u0430rk@council.example"],
    ["a full-width letter", "\uff4dark@council.example"],
    ["a letter with an accent in two characters", "ma\u0301rk@council.example"],
    ["a space", "mark @council.example"],
    ["nothing", ""],
  ])("never matches one with %s", (_, verified) => {
    for (const invited of ["mark@council.example", "ines@council.example", verified])
      expect(isSameAddress(invited, verified)).toBe(false);
  });
});
