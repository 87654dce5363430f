import { definePage } from "../page.ts";

/** The address of what a council has agreed in advance, by the part of an address that names it. */
export const agreementsPath = (council = ""): string => `/councils/${encodeURIComponent(council)}/agreements`;

/** What a council has agreed in advance to be shared. For the council. */
export const agreementsPage = definePage({
  path: "/councils/:council/agreements",
  document: "agreements/agreements.graphql",
  template: "agreements/agreements.njk",
  variables: ({ address }) => ({ council: address.council ?? "" }),
  present: ({ council }) =>
    council?.standingAgreements
      ? {
          title: `What ${council.name} has agreed in advance`,
          back: { href: `/councils/${encodeURIComponent(council.code)}/record`, text: `What is held about ${council.name}` },
          council,
          agreements: council.standingAgreements,
          address: agreementsPath(council.code),
          maySpeak: council.speakingOffices.length > 0,
        }
      : undefined,
});
