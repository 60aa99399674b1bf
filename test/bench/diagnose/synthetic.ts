import { learnCauses } from '../../../src/domain/diagnosis/by-call-graph/rank-causes.ts';
import { columnOf } from '../../../src/domain/diagnosis/by-call-graph/samples.ts';
import { type Fault, inject, type World } from './inject.ts';
import { rowsOf, type Traffic } from './petshop.ts';
import type { Random } from './random.ts';

const WINDOW_ROWS = 5;
const QUARTERS = 4;
const TARGET = 'PetSite';
const SEARCH = 'PetSearch_AWS::ECS::Fargate';
const LIST = 'petlistadoptions_AWS::ECS::Fargate';
const PAY = 'payforadoption_AWS::ECS::Container';
const UPDATER = 'lambdastatusupdater_AWS::Lambda::Function';
const PETS_TABLE = 'petInfo_AWS::DynamoDB::Table';

/** Who could be at fault, and with what kinds. The short list has callers and callees enough for the rarer kinds. */
const SERVICES = [TARGET, SEARCH, LIST, PAY, PETS_TABLE];
const ROOTS = [
  ...SERVICES,
  UPDATER,
  'lambdastatusupdater_AWS::Lambda',
  'PetAdoptionStatusUpdater/prod_AWS::ApiGateway::Stage',
  'PGSQL Query_remote',
  'adoptions@services-database.us-west-2.rds.amazonaws.com_Database::SQL',
  'SimpleSystemsManagement_AWS::SimpleSystemsManagement',
  'SimpleNotificationService_AWS::SimpleNotificationService',
  'https://sqs.us-west-2.amazonaws.com/Services-sqspetadoption_AWS::SQS::Queue',
  'amazon.com_remote',
  'www.amazon.com_remote',
  'AWSSimpleSystemsManagement_AWS::AWSSimpleSystemsManagement',
];
const MEASURES_ITSELF = /AWS::ECS|AWS::Lambda|ApiGateway/;
const KINDS: { fault: Fault; metric: string; roots: readonly string[]; sizes: [number, number] }[] = [
  { fault: 'slow', metric: 'latency', roots: ROOTS, sizes: [0.12, 1] },
  { fault: 'overload', metric: 'latency', roots: SERVICES, sizes: [0.12, 1] },
  { fault: 'starved', metric: 'latency', roots: SERVICES.slice(0, 4), sizes: [0.12, 1] },
  { fault: 'leak', metric: 'latency', roots: [...SERVICES.slice(0, 4), UPDATER], sizes: [0.2, 1] },
  { fault: 'failing', metric: 'availability', roots: ROOTS, sizes: [0.015, 0.15] },
  { fault: 'timeout', metric: 'availability', roots: [...SERVICES.slice(1), UPDATER, 'PGSQL Query_remote'], sizes: [0.015, 0.15] },
];

/** Where the right answer came: 1, 2, …; 0 for silence, undefined for others only. */
export interface Outcome {
  root: string;
  fault: Fault;
  place: number | undefined;
}

/**
 * Faults put into calm windows, judged by the three quarters of the baseline that the window is not in: two days, as whoever judges has, less
 * the hours around. By halves, fifty bad minutes of one of them would be a thirtieth of what is taken for normal.
 */
export function syntheticIncidents(traffic: Traffic, each: number, random: Random): Outcome[] {
  const { graph, baseline } = traffic;
  const side = (name: string) => `${name}.us-west-2.elb.amazonaws.com_remote`;
  const world: World = {
    graph,
    notWaitedFor: new Set(['AWS::StepFunctions::StateMachine', 'StepFunctions_AWS::StepFunctions']),
    otherSides: new Map([
      [SEARCH, [side('servi-searc')]],
      [LIST, [side('servi-lista')]],
      [PAY, [side('servi-payfo')]],
    ]),
    // Services and functions trace themselves; stores, queues and other people's hosts are traced by who calls them.
    seenByCallers: new Set([...graph.keys()].filter((name) => !MEASURES_ITSELF.test(name) && name !== TARGET)),
  };
  const edges = Array.from({ length: QUARTERS + 1 }, (_, at) => Math.floor((at * baseline.times.length) / QUARTERS));
  const quarters = edges.slice(1).map((to, at) => rowsOf(baseline, edges[at] ?? 0, to));
  return KINDS.flatMap(({ fault, metric, roots, sizes: [least, most] }) => {
    const target = { component: TARGET, metric, statistic: 'Average' };
    const judges = quarters.map(({ outside }) => learnCauses({ graph, baseline: outside, target }));
    return roots.flatMap((root) =>
      Array.from({ length: each }, (_, round): Outcome => {
        const quarter = quarters[round % QUARTERS]?.inside ?? baseline;
        const requests = columnOf(quarter, { component: root, metric: 'requests', statistic: 'Sum' })?.values ?? [];
        let from = 0;
        // A fault at somebody whom nobody asks is none.
        do from = Math.floor(random.between(12, quarter.times.length - WINDOW_ROWS));
        while (requests.slice(from, from + WINDOW_ROWS).some((count) => !(count > 2)));
        const calm = rowsOf(quarter, from, from + WINDOW_ROWS).inside;
        const size = Math.exp(random.between(Math.log(least), Math.log(most)));
        const answer = judges[round % QUARTERS]?.(inject({ calm, world, root, target: TARGET, fault, size, random })) ?? [];
        const at = answer.findIndex(({ component }) => component === root);
        return { root, fault, place: answer.length === 0 ? 0 : at < 0 ? undefined : at + 1 };
      }),
    );
  });
}
