// People and assignments.
import { actOf, attribution, attributionWithReason } from "../../queries/attribution.ts";
import { mayReadConcerns } from "../../queries/concerns/list-concerns.ts";
import { mayChallengeConcerns, mayReceiveShares } from "../../queries/concerns/receiving.ts";
import { personCommandsNow } from "../../queries/people/commands-now.ts";
import { mayInviteAnybody } from "../../queries/people/invitations.ts";
import { readPersonActing } from "../../queries/people/read-actor.ts";
import { readOfficers } from "../../queries/people/read-officers.ts";
import {
  countUnreadablePeople,
  mayReadAnybody,
  mayRegisterAnybody,
  readPeople,
  readPerson,
} from "../../queries/people/read-people.ts";
import type { CouncilOffice } from "../../reference/concern-terms.ts";
import { reveal } from "../../services/confidential.ts";
import { maySpeak } from "../../services/people/assignments.ts";
import { peopleCommands } from "../../services/people/decide.ts";
import { mixesOf } from "../../services/people/role-mixes.ts";
import { ROLE_TERMS } from "../../services/people/roles.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { Context } from "../context.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { mutations, namesOf, resultOf } from "./command.ts";
import { paged } from "./page.ts";
import { body, region } from "./reference.ts";

/** Shared by all fields of a request that ask about the person. */
const commandsOn = ({ hub, viewer, shared }: Context, person: string) =>
  shared(`person commands ${person}`, () => personCommandsNow(hub, viewer, person));

const assignmentsOf = ({ person, assignments }: Viewer) => assignments.map((assignment) => ({ ...assignment, person }));
const lastDeclared = ({ declarations }: Viewer) => declarations.at(-1);

export const peopleResolvers = {
  Query: {
    person: (_, { id }, { hub, viewer }) => readPerson(hub, viewer, id),
    roleTerms: () => ROLE_TERMS,
    people(_, args, context) {
      const list = (after: string | undefined, limit: number) => readPeople(context.hub, context.viewer, after, limit);
      const page = paged(context, "people", args, list, ({ person }) => person);
      return { ...page, cannotBeRead: () => countUnreadablePeople(context.hub, context.viewer) };
    },
  },
  Mutation: mutations(
    namesOf(peopleCommands),
    ({ people }) => people,
    (_, input) => ({ person: String(input.person) }),
  ),
  Viewer: {
    assignments: assignmentsOf,
    interests: lastDeclared,
    mayReadConcerns: ({ facts }, _, { hub }) => mayReadConcerns(hub, facts),
    mayReceiveShares: ({ facts }, _, { hub }) => mayReceiveShares(hub, facts),
    commands: ({ person }, _, context) => commandsOn(context, person).onPerson(),
    mayReadPeople: (viewer, _, { hub }) => mayReadAnybody(hub, viewer),
    mayInvitePeople: (viewer, _, { hub }) => mayInviteAnybody(hub, viewer),
    mayRegisterPeople: (viewer, _, { hub }) => mayRegisterAnybody(hub, viewer),
    mayChallengeConcerns: ({ facts }, _, { hub }) => mayChallengeConcerns(hub, facts),
    uploads: ({ person }, _, { hub }) => hub.attachments.uploadsOf(person),
  },
  Cover: {
    // Everybody reads their own alone.
    commands: ({ cover }, _, context) => commandsOn(context, context.viewer.person).onCover(cover),
    id: ({ cover }) => cover,
    adviser: ({ by }, _, { hub }) => readPersonActing(hub, actOf({ actor: by, at: hub.now().toISOString() }, {})),
    arranged: ({ arranged }) => attribution(arranged, {}),
    ended: ({ ended }) => ended && attribution(ended, {}),
  },
  Interests: {
    home: ({ home }, _, { hub }) => (home === undefined ? null : hub.councils.find(home)),
    councils: ({ councils }, _, { hub }) => councils.flatMap((code) => hub.councils.find(code) ?? []),
    about: ({ text }, _, { hub }) => (text ? reveal(hub.keys, text)?.about : null),
  },
  PersonResult: resultOf("PersonChanged"),
  PersonChanged: {
    person: ({ person }, _, { hub, viewer }) => readPerson(hub, viewer, person),
  },
  Person: {
    assignments: assignmentsOf,
    commands: ({ person }, _, context) => commandsOn(context, person).onPerson(),
    id: ({ person }) => person,
    nameCorrections: ({ renamed }, _, { hub }) =>
      renamed.map(({ actor, at, text, former }) => ({
        ...attribution({ actor, at }, {}),
        former: reveal(hub.keys, former)?.name,
        name: reveal(hub.keys, text)?.name,
        reason: reveal(hub.keys, text)?.reason,
      })),
    joined: ({ joined }) => joined && attribution({ actor: joined.invitedBy, at: joined.at }, {}),
    issuer: ({ joined }) => joined?.issuer,
    interests: lastDeclared,
    mixes: ({ assignments }, _, { hub }) => mixesOf(assignments, hub.today()),
  },
  Council: {
    officers: (council, _, { hub, viewer }) => readOfficers(hub, viewer.facts, council),
  },
  CouncilOfficer: {
    commands: ({ person, assignment: { council = "", role } }, _, context) =>
      commandsOn(context, person).onOffice(council, role as CouncilOffice),
    id: ({ assignment }) => assignment.assignment,
    office: ({ assignment }) => assignment.role as CouncilOffice,
    strands: ({ assignment }) => assignment.strands,
    speaks: ({ assignment }) => maySpeak(assignment),
    acting: ({ assignment }) => assignment.acting === true,
    from: ({ assignment }) => assignment.from,
    until: ({ assignment }) => assignment.until,
    ended: ({ assignment }, _, { hub }) =>
      assignment.ended && attributionWithReason(hub.keys, assignment.ended, { council: assignment.council }),
    current: ({ assignment }) => assignment.current,
  },
  Assignment: {
    commands: ({ person, assignment }, _, context) => commandsOn(context, person).onAssignment(assignment),
    ended: ({ ended, council }, _, { hub }) => ended && attributionWithReason(hub.keys, ended, { council }),
    id: ({ assignment }) => assignment,
    speaks: maySpeak,
    acting: ({ acting }) => acting === true,
    regions: ({ regions }) => regions.map(region),
    body: (parent) => (parent.body ? body(parent.body) : null),
    council: ({ council }, _, { hub }) => (council ? hub.councils.find(council) : null),
  },
} satisfies Resolvers;
