//! What arrives, and that nothing else does.

use testkit::servers::mail::{MailServer, MailSetup};

use crate::world::{RECIPIENT, mail, mailer_to, permanent, send};
use shared::domain::mail::Mailer;

/// All headers of every mail, in order.
const HEADERS: [&str; 9] = [
    "Date",
    "From",
    "To",
    "Subject",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
];

#[tokio::test]
async fn a_mail_arrives_as_it_was_written() {
    let server = MailServer::start();
    let sent = mail(RECIPIENT, "Hello", "Hello,\n\nthis is a mail.\n");
    send(&server, &sent).await.unwrap();
    let [received] = &server.received()[..] else { panic!("not one mail") };
    assert_eq!((received.from.as_str(), &received.to[..]), ("no-reply@example.com", &[RECIPIENT.to_owned()][..]));
    assert_eq!(received.header_names(), HEADERS);
    for (name, value) in [
        ("From", "Paseport <no-reply@example.com>"),
        ("To", RECIPIENT),
        ("Subject", "Hello"),
        ("Message-ID", &format!("<{}@example.com>", sent.id)),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Type", "text/plain; charset=\"utf-8\""),
    ] {
        assert_eq!(received.header(name), value, "{name}");
    }
    let date = sent.created_at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
    assert_eq!(received.header("Date"), date);
    assert_eq!(received.text.replace("\r\n", "\n"), "Hello,\n\nthis is a mail.\n");
    assert_eq!(received.hello, "example.com", "the name of the sender, not of the machine");
}

#[tokio::test]
async fn every_text_arrives_character_by_character() {
    let server = MailServer::start();
    let long = format!("{}\n", "long ".repeat(400).trim_end());
    let texts = [
        "Grüße an 用户 und 😀\n",
        ".\n..\n.a dot begins a line\n",
        "From here on\n",
        "=3D =\n",
        "trailing spaces   \n",
        &long,
    ];
    for text in texts {
        send(&server, &mail(RECIPIENT, &format!("Übung {}", text.trim()), text)).await.unwrap();
    }
    let received = server.received();
    assert_eq!(received.len(), texts.len());
    for (received, text) in received.iter().zip(texts) {
        let line_ends = received.text.replace("\r\n", "\n");
        assert_eq!(line_ends.trim_end_matches('\n'), text.trim_end_matches('\n'));
        assert_eq!(received.header("Subject").split_whitespace().next(), Some("Übung"));
        assert!(received.raw.is_ascii(), "no server has to know more than ASCII");
        assert!(received.raw.lines().all(|line| line.len() <= 998), "RFC 5322, section 2.1.1");
    }
}

/// What an attacker would like to send.
const INJECTED: &str = "Bcc: evil@example.org";

#[tokio::test]
async fn i9_a_line_break_in_a_subject_makes_no_header_and_no_recipient() {
    let server = MailServer::start();
    let encoded_word = "=?utf-8?b?DQo=?=";
    let breaks = [
        encoded_word,
        "\r\n",
        "\n",
        "\r",
        "\n\n",
        "\r\n\r\n",
        "\u{b}",
        "\u{85}",
        "\u{2028}",
        "\0\r\n",
        "=0D=0A",
        "%0d%0a",
    ];
    for line_break in breaks {
        for subject in
            [format!("Hello{line_break}{INJECTED}"), format!("{line_break}{INJECTED}{line_break}{line_break}x")]
        {
            send(&server, &mail(RECIPIENT, &subject, "Hello\n")).await.unwrap();
        }
    }
    let received = server.received();
    assert_eq!(received.len(), 2 * breaks.len());
    for received in received {
        assert_eq!(received.header_names(), HEADERS, "{}", received.raw);
        assert_eq!(received.to, [RECIPIENT], "{}", received.raw);
        assert_eq!(received.text.trim_end(), "Hello", "{}", received.raw);
        let subject = received.header("Subject");
        assert!(subject.contains("evil@example.org"), "it is text, and stays where it is");
        assert!(!subject.contains(char::is_control), "{subject:?}");
    }
}

#[tokio::test]
async fn i9_a_text_ends_no_mail_and_begins_no_other() {
    let server = MailServer::start();
    let smuggled = "MAIL FROM:<evil@example.org>";
    let ends = ["\r\n.\r\n", "\n.\n", "\n.\r\n", "\r.\r", "\r\n.\r", "\r\n\0.\r\n"];
    for end in ends {
        let text = format!("Hello{end}{smuggled}\r\nRCPT TO:<anna@example.com>\r\nDATA\r\nSubject: evil{end}");
        send(&server, &mail(RECIPIENT, "Hello", &text)).await.unwrap();
    }
    let received = server.received();
    assert_eq!(received.len(), ends.len(), "none more");
    for received in received {
        assert_eq!(
            (received.from.as_str(), received.to.as_slice()),
            ("no-reply@example.com", &[RECIPIENT.to_owned()][..])
        );
        assert!(received.text.contains(smuggled) && received.header("Subject") == "Hello", "{}", received.raw);
    }
}

#[tokio::test]
async fn letters_beyond_ascii_in_a_domain_need_nothing_of_the_server() {
    let server = MailServer::start_with(MailSetup { smtputf8: false, ..MailSetup::default() });
    send(&server, &mail("anna@bücher.example", "Hello", "Hello\n")).await.unwrap();
    assert_eq!(server.received()[0].to, ["anna@xn--bcher-kva.example"]);
}

#[tokio::test]
async fn letters_beyond_ascii_before_the_at_sign_go_where_the_server_takes_them() {
    let server = MailServer::start();
    send(&server, &mail("josé@bücher.example", "Hello", "Hello\n")).await.unwrap();
    let received = &server.received()[0];
    assert_eq!(received.to, ["josé@xn--bcher-kva.example"]);
    assert!(received.options.iter().any(|option| option == "SMTPUTF8"), "{:?}", received.options);
    assert!(received.raw.contains("To: josé@xn--bcher-kva.example\r\n"), "{}", received.raw);
}

#[tokio::test]
async fn letters_beyond_ascii_before_the_at_sign_are_refused_for_good_where_it_does_not() {
    let server = MailServer::start_with(MailSetup { smtputf8: false, ..MailSetup::default() });
    let told = permanent(send(&server, &mail("josé@example.es", "Hello", "Hello\n")).await);
    assert!(told.contains("SMTPUTF8"), "{told}");
    let mailer = mailer_to("smtp://127.0.0.1:PORT", &server);
    mailer.send(&mail(RECIPIENT, "Hello", "Hello\n")).await.unwrap();
    assert_eq!(server.received().len(), 1, "the others go on");
}
