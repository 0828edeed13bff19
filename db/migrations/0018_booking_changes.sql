CREATE TABLE `traveller_device` (
	`traveller_id` text NOT NULL,
	`device_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`traveller_id`, `device_id`),
	FOREIGN KEY (`traveller_id`) REFERENCES `traveller`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`device_id`) REFERENCES `device`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `traveller_device_device` ON `traveller_device` (`device_id`);--> statement-breakpoint
ALTER TABLE `booking` ADD `series_id` text;--> statement-breakpoint
ALTER TABLE `booking` ADD `driver_late_minutes` integer;--> statement-breakpoint
ALTER TABLE `booking` ADD `passenger_late_minutes` integer;--> statement-breakpoint
CREATE INDEX `booking_series` ON `booking` (`series_id`) WHERE series_id is not null;