CREATE TABLE `push_preference` (
	`user_id` text PRIMARY KEY NOT NULL,
	`quiet_from` integer,
	`quiet_to` integer,
	`stopped` text DEFAULT '[]' NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `device` ADD `push_key` text;--> statement-breakpoint
ALTER TABLE `device` ADD `user_id` text REFERENCES user(id) ON DELETE set null;--> statement-breakpoint
ALTER TABLE `device` ADD `quiet_from` integer;--> statement-breakpoint
ALTER TABLE `device` ADD `quiet_to` integer;--> statement-breakpoint
ALTER TABLE `device` ADD `stopped` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `device` ADD `sent_day` text;--> statement-breakpoint
ALTER TABLE `device` ADD `sent_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `device_user` ON `device` (`user_id`) WHERE user_id is not null;