import { anonymous } from '#lib/api/anonymous.ts';
import { read } from '#lib/api/read.ts';
import type { LoginOptions } from '#lib/api/models.ts';
import { Resource } from './resource.svelte.ts';

/** The ways to sign in. */
export class Ways extends Resource<LoginOptions> {
  constructor() {
    super(() => read(anonymous.GET('/auth/v1/login/options')));
  }
}
