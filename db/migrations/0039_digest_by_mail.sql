CREATE TABLE `digest_follow` (
	`id` text PRIMARY KEY NOT NULL,
	`follower_id` text NOT NULL,
	`territory_siren` text NOT NULL,
	`commune_code` text NOT NULL,
	`weekday` integer NOT NULL,
	`hour` integer NOT NULL,
	`confirmed_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`follower_id`) REFERENCES `alert_follower`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `digest_follow_once` ON `digest_follow` (`follower_id`,`commune_code`);--> statement-breakpoint
CREATE INDEX `digest_follow_slot` ON `digest_follow` (`commune_code`,`weekday`,`hour`,`id`);--> statement-breakpoint
CREATE INDEX `digest_follow_unconfirmed` ON `digest_follow` (`created_at`) WHERE confirmed_at is null;