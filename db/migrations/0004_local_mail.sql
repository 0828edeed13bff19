CREATE TABLE `local_mail` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`recipient` text NOT NULL,
	`subject` text NOT NULL,
	`text` text NOT NULL,
	`html` text,
	`headers` text DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `local_mail_latest` ON `local_mail` (`at`,`id`);--> statement-breakpoint
ALTER TABLE `membership` ADD `version` integer DEFAULT 1 NOT NULL;