CREATE TABLE `phone_move` (
	`device_id` text PRIMARY KEY NOT NULL,
	`code_hash` text NOT NULL,
	`sealed` text NOT NULL,
	`expires_at` integer NOT NULL,
	`taken_by` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`device_id`) REFERENCES `device`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `phone_move_code` ON `phone_move` (`code_hash`);--> statement-breakpoint
CREATE INDEX `phone_move_expiry` ON `phone_move` (`expires_at`);--> statement-breakpoint
CREATE INDEX `event_follower_phone` ON `event_follower` (`device_id`) WHERE device_id is not null;--> statement-breakpoint
CREATE INDEX `incident_follower_phone` ON `incident_follower` (`device_id`) WHERE device_id is not null;