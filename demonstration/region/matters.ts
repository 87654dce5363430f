// What the concerns of the played region are about: invented matters, each of a strand and a cause.
import type { Cause } from "../../reference/causes.ts";
import type { Strand } from "../../reference/strands.ts";

export type Matter = {
  readonly strand: Strand;
  readonly cause: Cause;
  readonly summary: string;
  readonly observed: string;
  readonly account: string;
  readonly source: string;
  readonly reply: string;
};

export const MATTERS: readonly Matter[] = [
  {
    ...{ strand: "corporate", cause: "finance" },
    summary: "Savings agreed for this year are half delivered, and next year's budget rests on reserves.",
    observed: "The mid-year report shows 48 per cent of the savings delivered, and a plan that draws the rest from reserves.",
    account: "The section 151 officer's mid-year report to cabinet names the savings that are not delivered.",
    source: "Mid-year budget report to cabinet (invented)",
    reply: "Cabinet has agreed replacement savings, and the plan comes to full council next month.",
  },
  {
    ...{ strand: "corporate", cause: "leadership" },
    summary: "Leading members and senior officers disagree in public about the new waste contract.",
    observed: "Two statements in a week contradicted each other, and the scrutiny committee's questions were left unanswered.",
    account: "The scrutiny committee's minutes record the questions and that no answer came.",
    source: "Minutes of the scrutiny committee (invented)",
    reply: "A joint statement has been made since, and the questions were answered at the following meeting.",
  },
  {
    ...{ strand: "corporate", cause: "high-risk-change" },
    summary: "A shared service with a neighbour begins in three months without an agreed business case.",
    observed: "The programme board has met once since summer, and the risk register has no owner for staff transfer.",
    account: "The audit committee's report gives limited assurance on the programme.",
    source: "Internal audit report to the audit committee (invented)",
    reply: "The start has been put back by six months, and the business case is being reviewed by a peer.",
  },
  {
    ...{ strand: "corporate", cause: "disengagement" },
    summary: "The council has taken no part in any sector-led work for two years.",
    observed: "It has declined a corporate peer challenge twice and sends nobody to the region's chief executives' meeting.",
    account: "Three invitations to a peer challenge went unanswered in eighteen months.",
    source: "Adviser's correspondence with the council (invented)",
    reply: "The new chief executive has accepted a corporate peer challenge for the spring.",
  },
  {
    ...{ strand: "childrens", cause: "service-performance" },
    summary: "Re-referrals have risen by a third in a year, and supervision is recorded in half of cases.",
    observed:
      "The monthly figures shown to the improvement board rise for nine months, and an audit of 40 cases found supervision in 19.",
    account: "The council's own case audit found supervision recorded in 19 of 40 cases.",
    source: "Case audit shown to the adviser (invented)",
    reply: "Two team managers have been appointed, and supervision is audited monthly from now on.",
  },
  {
    ...{ strand: "adults", cause: "service-performance" },
    summary: "Waits for an assessment have doubled, and reablement stops for a third of people before it should.",
    observed: "The council's return shows a median wait of 61 days, from 29 a year before.",
    account: "The statutory return gives the waits by month, with the number of people who wait longest.",
    source: "Statutory return (invented figures)",
    reply: "A second assessment team starts in two weeks, and the longest waits are being reviewed by name.",
  },
];
