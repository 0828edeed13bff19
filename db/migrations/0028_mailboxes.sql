CREATE TABLE `mailbox` (
	`key` text PRIMARY KEY NOT NULL,
	`stopped_at` integer,
	`soft_count` integer DEFAULT 0 NOT NULL,
	`soft_since` integer,
	`last_status` text,
	`last_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mailbox_last` ON `mailbox` (`last_at`);