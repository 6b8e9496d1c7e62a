import { clamp } from './colour';
import type { Point } from './outline';
import type { Dice } from './dice';
import type { DrawnBreed } from './traits';

/** How the pet stands in the picture. */
export interface Pose {
  /** Middle of the face, in picture units (0 to 256). */
  readonly x: number;
  readonly y: number;
  /** Picture units for one unit of the pet (a head is about 100 wide). */
  readonly scale: number;
  /** Degrees the head leans to the side. */
  readonly tilt: number;
  /** Radians the head turns to the side (three-quarter view). */
  readonly turn: number;
  /** Radians the head is raised. */
  readonly nod: number;
  readonly stance: 'sitting' | 'lying' | 'standing';
  /** Where body and tail go. */
  readonly side: -1 | 1;
}

/** What the face does. */
export interface Expression {
  readonly eyes: 'open' | 'wide' | 'sleepy' | 'closed' | 'wink';
  /** Where the pupils look, each part -1 to 1. */
  readonly gaze: Point;
  readonly mouth: 'closed' | 'open' | 'tongue';
  /** Degrees by which each ear leaves its usual place, left and right. */
  readonly ears: readonly [number, number];
}

/** Places on the head as the turn and the nod let us see them. */
export interface View {
  /** The point of the head at x to the right, y down and z toward us. */
  at(x: number, y: number, z: number): Point;
  /** The point of the face's surface over (x, y). */
  onFace(x: number, y: number): Point;
  /** How narrow a thing that lies on the face at x looks: 1 is as wide as from the front. */
  narrowing(x: number): number;
}

/** A pose: close portraits, busts and whole animals. */
export function poseFor(dice: Dice): Pose {
  const head = {
    tilt: dice.around(0, 20),
    turn: dice.chance(0.3) ? dice.around(0, 0.12) : dice.side() * dice.between(0.15, 0.55),
    nod: dice.around(0.02, 0.24),
    side: dice.side(),
  };
  const framing = dice.between(0, 1);
  if (framing < 0.54) {
    const [x, y] = [dice.around(128, 25), dice.around(134, 16)];
    return { ...head, x, y, scale: dice.between(1.25, 1.58), stance: dice.chance(0.8) ? 'sitting' : 'lying' };
  }
  if (framing < 0.9) {
    const [x, y] = [dice.around(128, 33), dice.around(114, 16)];
    return {
      ...head,
      x,
      y,
      scale: dice.between(1, 1.25),
      stance: dice.pick(['sitting', 'sitting', 'lying', 'standing']),
    };
  }
  const stance = dice.pick(['sitting', 'lying', 'standing'] as const);
  const scale = dice.between(0.62, 0.86);
  const lean = stance === 'sitting' ? 0 : 40 * head.side;
  const ground = dice.between(214, 240);
  // How far below the middle of the face the paws stand, as the bodies are drawn.
  const height = stance === 'lying' ? 112 : 162;
  return { ...head, x: dice.around(128, 34) - lean, y: ground - height * scale, scale, stance };
}

/** What the face does; a breed only decides how readily the tongue comes out. */
export function expressionFor(breed: DrawnBreed, dice: Dice): Expression {
  const eyes = dice.between(0, 1);
  const tongueOut = dice.chance(breed.tongue);
  return {
    eyes:
      eyes < 0.66 ? 'open' : eyes < 0.78 ? 'wide' : eyes < 0.9 ? 'sleepy' : eyes < 0.96 ? 'closed' : 'wink',
    gaze: [dice.around(0, 0.9), dice.around(0, 0.6)],
    mouth: tongueOut ? 'tongue' : dice.chance(breed.species === 'dog' ? 0.25 : 0.07) ? 'open' : 'closed',
    ears: [dice.around(0, 16), dice.around(0, 16)],
  };
}

/** The view of a breed's head in a pose: an ellipsoid, turned and then raised, seen from far. */
export function viewOf(breed: DrawnBreed, pose: Pose): View {
  // A long muzzle would hide the far eye, so long faces turn less.
  const turn = pose.turn * (1 - breed.muzzle.length / 110);
  const [sinTurn, cosTurn] = [Math.sin(turn), Math.cos(turn)];
  const [sinNod, cosNod] = [Math.sin(pose.nod), Math.cos(pose.nod)];
  const { cheek, crown } = breed.head;
  const at = (x: number, y: number, z: number): Point => {
    const depth = z * cosTurn - x * sinTurn;
    return [x * cosTurn + z * sinTurn, y * cosNod - depth * sinNod];
  };
  return {
    at,
    onFace: (x, y) => {
      const rest = 1 - (x / (cheek + 6)) ** 2 - (y / (crown + 8)) ** 2;
      return at(x, y, 40 * Math.sqrt(Math.max(rest, 0)));
    },
    narrowing: (x) => {
      const sine = clamp(x / (cheek + 6), -0.95, 0.95);
      const cosine = Math.sqrt(1 - sine * sine);
      return clamp(cosTurn - (sine / cosine) * sinTurn, 0.45, 1.15);
    },
  };
}
