// What an export asks of the hub's own schema: everything that it tells of a council's concerns, and what else it holds about the council.
// A test goes through the schema and fails where a field is left out that is not named there as a look-up.

/** The operations of the document, by name; all but `OfCouncil` are read page by page. */
export type Operation = "Concerns" | "Disclosures" | "OfCouncil" | "Supports" | "Submissions" | "Signals";

export const EXPORT_QUERY = `
  query Concerns($council: String!, $at: DateTime, $first: Int!, $after: String) {
    ledger(council: $council, at: $at) {
      ... on Refused { code message field }
      ... on Ledger {
        council { ...OneCouncil } at policyVersion scope removedTo losses
        page: concerns(first: $first, after: $after) { nodes { ...WholeConcern } pageInfo { ...Place } }
      }
    }
  }
  query Disclosures($council: String!, $at: DateTime, $first: Int!, $after: String) {
    ledger(council: $council, at: $at) {
      ... on Refused { code message field }
      ... on Ledger { policyVersion page: disclosures(first: $first, after: $after) { nodes { ...WholeDisclosure } pageInfo { ...Place } } }
    }
  }
  query OfCouncil($council: ID!) {
    council(code: $council) {
      standingAgreements { id body { ...OneBody } purpose parts strand given { ...Done } statement takenBack { ...Done } }
      conversationLead { person named { ...Done } }
      formerLeads { person named { ...Done } ended { ...Done } }
      pastApproaches(first: 100) {
        id body { id name } kind strand from to knowing leadConsulted about planned { ...Done } cancelled { ...Done }
      }
      approaches { id body { id name } kind strand from to knowing leadConsulted about planned { ...Done } }
      practiceContacts { id strand cause contact learned takenBackAt }
      alignedSupport {
        strands { strand offered agreed declined running ended due overdue working partlyWorking notWorking unmet }
        overlapCount overlaps(first: 100) { first { id } second { id } inTime inPurpose }
      }
    }
  }
  query Supports($council: ID!, $first: Int!, $after: String) {
    council(code: $council) { page: supports(first: $first, after: $after) { nodes { ...WholeSupport } pageInfo { ...Place } } }
  }
  # These two are of every council that the reader may see.
  query Submissions($first: Int!, $after: String) {
    page: submissions(first: $first, after: $after) { nodes { ...WholeSubmission } pageInfo { ...Place } }
  }
  query Signals($first: Int!, $after: String) {
    page: signals(first: $first, after: $after) { nodes { ...WholeSignal } pageInfo { ...Place } }
  }

  fragment Place on PageInfo { hasNextPage endCursor }
  fragment OneBody on Body { id name }
  fragment OneCouncil on Council { code name }
  fragment OneRegion on Region { code name }
  fragment Done on Deed { by at reason }
  fragment Days on Period { from to }

  fragment WholeConcern on Concern {
    id council { ...OneCouncil } region { ...OneRegion } strand cause stage version withheld erased
    summary {
      period { ...Days } loggedAt text observed
      replies { id at text }
      corrections { id requestedAt request outcome resolvedAt reason }
      conclusions {
        id kind at stands explanation appearance acting reviewOn fellDueAt causalFactors solutions
        supports { id kind provider { id name } status from until progress judgedByCouncil judgedByProvider }
        whyViewsDiffer choice reopenedAt reopenedBecause
      }
      closed { at reason } awaitsTelling
    }
    evidence {
      id suppliedBy kind period { ...Days } grading { source content } handling handlingConditions addedAt account source reference
      told protectedSource sourceWithheld contentWithheld
      citation { metric label unit area period periodLabel value region england }
      submission { id body { ...OneBody } }
      withdrawn { at reason }
    }
    awareness { id toldName toldOffice channel toldOn recordedBy about bodies { ...OneBody } }
    sharingRecord {
      id body { ...OneBody } status purpose explanation parts until proposedParts proposedUntil answerBy silence proposed { ...Done }
      standingAgreement position positionAt statement override { ...Done } made { ...Done } ended { ...Done }
      reassurances { id at text }
    }
    escalations { id body { ...OneBody } share grounds raised { ...Done } confirmed { ...Done } stoodDown { ...Done } }
    notPersuaded { id body { ...OneBody } grounds said { ...Done } }
    conversations {
      id heldOn channel offices liaison { ...OneBody } recorded { ...Done } people discussed agreed nextStep nextStepBy
    }
    challenges {
      id about challenge raised { ...Done } answerBy fellDueAt answer answered { ...Done } judgement finding reviewed { ...Done }
    }
    audience {
      role label bodies { ...OneBody } council { ...OneCouncil } region { ...OneRegion } strand people { id name }
      parts { part policies { id effect reason challenge } }
    }
    history { number at by what said share policyVersion permittedBy previous }
  }

  fragment WholeDisclosure on Disclosure {
    id at concern version person { id name }
    capacities { role bodies { ...OneBody } council { ...OneCouncil } regions { ...OneRegion } strands }
    surface parts { part policies } policyVersion
  }

  fragment WholeSupport on Support {
    id strand kind provider { id name } lead causes status offeredOn answerBy from until begunOn endedOn
    milestones { id kind due metOn fellDueAt about }
    reviews { id from to cancelled reviewedOn progress finding }
    progress judgements { by judgement why }
    detail { aim offeredTo toldName channel offered { ...Done } statement answered { ...Done } formerAnswers { answer answered { ...Done } statement } ended { ...Done } version }
    detailWithheld
  }
  fragment WholeSubmission on Submission {
    id body { ...OneBody } council { ...OneCouncil } strand cause period { ...Days } submitted { ...Done } account source reference
    handling {
      councilAware told { toldName toldOffice channel toldOn recordedBy about } setAside { ...Done } concerns { id } version
    }
    handlingWithheld
  }
  fragment WholeSignal on Signal {
    id council { ...OneCouncil } strand causes requested { ...Done } wanted answer answered { ...Done } supports { id }
    withdrawn { ...Done } version
  }
`;
