// What stands before the service worker (scripts/guide/publish/offline.py), and what it runs in:
// TypeScript knows these only as members of a scope.
declare const FILES: Record<string, string>;
declare const ON_REQUEST: Record<string, string>;
declare const SIZE: string;
declare const registration: ServiceWorkerRegistration;
declare const clients: Clients;
declare function skipWaiting(): Promise<void>;
declare function addEventListener<K extends keyof ServiceWorkerGlobalScopeEventMap>(
  type: K,
  listener: (event: ServiceWorkerGlobalScopeEventMap[K]) => void,
): void;
